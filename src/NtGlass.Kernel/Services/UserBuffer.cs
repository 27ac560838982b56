using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A pointer to memory whose length another parameter tells.</summary>
public readonly record struct UserBuffer(GuestAddress Address) : IServiceArgument<UserBuffer>
{
    public bool IsNull => Address.IsNull;

    public static UserBuffer FromArgument(uint value) => new(new GuestAddress(value));

    public void ProbeForRead(KThread caller, uint length, uint alignment) =>
        UserMemory.ProbeForRead(caller, Address, length, alignment);

    public void ProbeForWrite(KThread caller, uint length, uint alignment) =>
        UserMemory.ProbeForWrite(caller, Address, length, alignment);

    public void Read(KThread caller, Span<byte> destination) => UserMemory.Read(caller, Address, destination);

    public void Write(KThread caller, ReadOnlySpan<byte> source) => UserMemory.Write(caller, Address, source);

    public UserBuffer Slice(uint offset) => new(Address + offset);
}
