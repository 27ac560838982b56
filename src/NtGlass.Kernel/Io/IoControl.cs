using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A control code for a device or its file system, with where its input lies and its answer goes.</summary>
readonly record struct IoControl(IoRequest Request, uint Code, UserBuffer Input, uint InputLength, UserBuffer Output, uint OutputLength)
{
    const uint MethodMask = 3, MethodNeither = 3;

    /// <summary>The most input that is copied into the kernel.</summary>
    const uint MostInput = 1 << 20;

    public FileObject File => Request.File;

    public KThread Caller => Request.Caller;

    /// <summary>Bits 14 and 15 of a code: the rights that the handle must carry, FILE_READ_DATA and FILE_WRITE_DATA.</summary>
    public static uint AccessOf(uint code) => (code >> 14) & 3;

    /// <summary>The file system or device looks at the caller's buffers itself.</summary>
    public static bool IsNeither(uint code) => (code & MethodMask) == MethodNeither;

    /// <summary>Copies the input; raises for memory that the caller cannot read.</summary>
    /// <returns>STATUS_INSUFFICIENT_RESOURCES for more than the kernel takes, STATUS_SUCCESS.</returns>
    public NtStatus ReadInput(out byte[] input)
    {
        input = [];
        if (InputLength > MostInput) return NtStatus.InsufficientResources;
        input = new byte[InputLength];
        Input.Read(Caller, input);
        return NtStatus.Success;
    }

    /// <summary>Ends the request with an answer, of which the caller gets what fits.</summary>
    public NtStatus Answer(NtStatus status, ReadOnlySpan<byte> answer)
    {
        int fits = (int)Math.Min(OutputLength, (uint)answer.Length);
        NtStatus copied = fits == 0 ? NtStatus.Success : Request.CopyOut(Output, answer[..fits]);
        return copied.IsSuccess ? Request.Complete(status, (uint)fits) : Request.Complete(copied, 0);
    }

    /// <summary>Ends the request with an answer that must fit as a whole.</summary>
    public NtStatus Exactly(ReadOnlySpan<byte> answer) =>
        OutputLength < answer.Length ? Request.Complete(NtStatus.BufferTooSmall, 0) : Answer(NtStatus.Success, answer);
}
