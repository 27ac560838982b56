using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A pointer to which a service writes one <typeparamref name="T"/>.</summary>
public readonly record struct Out<T>(GuestAddress Address) : IServiceArgument<Out<T>>
    where T : unmanaged
{
    public bool IsNull => Address.IsNull;

    public static Out<T> FromArgument(uint value) => new(new GuestAddress(value));

    /// <summary>Raises when the caller may not write here; a zero pointer is an address like any other.</summary>
    public void ProbeForWrite(KThread caller) => UserMemory.ProbeForWrite(caller, Address, (uint)Unsafe.SizeOf<T>());

    public void ProbeForWriteIfPresent(KThread caller)
    {
        if (!IsNull) ProbeForWrite(caller);
    }

    public void Write(KThread caller, T value) =>
        UserMemory.Write(caller, Address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void WriteIfPresent(KThread caller, T value)
    {
        if (!IsNull) Write(caller, value);
    }
}

/// <summary>A pointer to one <typeparamref name="T"/> that a service reads and then replaces.</summary>
public readonly record struct InOut<T>(GuestAddress Address) : IServiceArgument<InOut<T>>
    where T : unmanaged
{
    public bool IsNull => Address.IsNull;

    public static InOut<T> FromArgument(uint value) => new(new GuestAddress(value));

    public void ProbeForWrite(KThread caller) => new Out<T>(Address).ProbeForWrite(caller);

    public T Read(KThread caller) => new In<T>(Address).Read(caller);

    public void Write(KThread caller, T value) => new Out<T>(Address).Write(caller, value);
}
