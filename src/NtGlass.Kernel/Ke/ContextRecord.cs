using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A CONTEXT outside guest memory: bytes that a <see cref="Context"/> gives names to.</summary>
public sealed class ContextRecord : IGuestMemory
{
    public const int Size = 0x2CC;

    readonly byte[] bytes;

    public ContextRecord(NtKernel kernel, byte[]? content = null)
    {
        bytes = content ?? new byte[Size];
        Fields = new Context(kernel.Layouts, this, GuestAddress.Null);
    }

    /// <summary>Registers of user mode at a place with a stack, all others zero.</summary>
    public static ContextRecord At(NtKernel kernel, GuestAddress eip, GuestAddress esp)
    {
        var context = new ContextRecord(kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.Full;
        (fields.Eip, fields.Esp) = (eip.Value, esp.Value);
        (fields.SegCs, fields.SegSs, fields.SegDs) = (UserSelectors.Code, UserSelectors.Data, UserSelectors.Data);
        (fields.SegEs, fields.SegFs) = (UserSelectors.Data, UserSelectors.Teb);
        return context;
    }

    public Context Fields { get; }

    public byte[] Bytes => bytes;

    /// <summary>The part at a member's address.</summary>
    public Span<byte> Part(GuestAddress address, int length) => bytes.AsSpan((int)address.Value, length);

    public int Read(GuestAddress address, Span<byte> destination)
    {
        Part(address, destination.Length).CopyTo(destination);
        return destination.Length;
    }

    public int Write(GuestAddress address, ReadOnlySpan<byte> source)
    {
        source.CopyTo(Part(address, source.Length));
        return source.Length;
    }
}
