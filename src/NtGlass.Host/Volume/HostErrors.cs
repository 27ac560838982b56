using NtGlass.Abi;

namespace NtGlass.Host;

/// <summary>What the guest is told when the host refuses something.</summary>
static class HostErrors
{
    const int NoSpace = 28, QuotaExceeded = 122, TooManyOpenFiles = 24, NotEmpty = 39, BrokenPipe = 32;

    public static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static NtStatus ToStatus(Exception exception) => exception switch
    {
        UnauthorizedAccessException => NtStatus.AccessDenied,
        FileNotFoundException => NtStatus.ObjectNameNotFound,
        DirectoryNotFoundException => NtStatus.ObjectPathNotFound,
        PathTooLongException => NtStatus.ObjectNameInvalid,
        _ => exception.HResult switch
        {
            NoSpace or QuotaExceeded => NtStatus.DiskFull,
            TooManyOpenFiles => NtStatus.TooManyOpenedFiles,
            BrokenPipe => NtStatus.PipeClosing,
            NotEmpty => NtStatus.DirectoryNotEmpty,
            _ => NtStatus.IoDeviceError,
        },
    };
}
