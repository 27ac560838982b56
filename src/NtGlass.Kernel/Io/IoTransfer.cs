using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The reading or writing of bytes of a file.</summary>
readonly record struct IoTransfer(IoRequest Request, UserBuffer Buffer, uint Length, long Offset, uint Key)
{
    /// <summary>FILE_WRITE_TO_END_OF_FILE.</summary>
    public const long EndOfFile = -1;

    /// <summary>FILE_USE_FILE_POINTER_POSITION.</summary>
    const long FilePointer = -2;

    const uint SectorSize = 512;

    public FileObject File => Request.File;

    /// <summary>Finds where a transfer begins.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a missing or negative offset or one that an unbuffered file cannot have, STATUS_SUCCESS.</returns>
    public static NtStatus Place(FileObject file, long? given, uint length, bool isWrite, out long offset)
    {
        offset = given ?? FilePointer;
        if (offset == FilePointer)
        {
            if (!file.IsSynchronous && file.Control is not null) return NtStatus.InvalidParameter;
            offset = file.Position;
        }
        if (offset < 0 && !(isWrite && offset == EndOfFile)) return NtStatus.InvalidParameter;
        bool unbuffered = (file.Options & CreateOptions.NoIntermediateBuffering) != 0 && file.Control is not null;
        return unbuffered && ((length & (SectorSize - 1)) != 0 || offset != EndOfFile && (offset & (SectorSize - 1)) != 0)
            ? NtStatus.InvalidParameter
            : NtStatus.Success;
    }
}
