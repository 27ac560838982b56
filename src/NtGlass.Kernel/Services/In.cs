using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>A pointer from which a service reads one <typeparamref name="T"/>.</summary>
public readonly record struct In<T>(GuestAddress Address) : IServiceArgument<In<T>>
    where T : unmanaged
{
    public bool IsNull => Address.IsNull;

    public static In<T> FromArgument(uint value) => new(new GuestAddress(value));

    public T Read(KThread caller)
    {
        T value = default;
        UserMemory.Read(caller, Address, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Reads the value, or gives null when the pointer is zero.</summary>
    public T? ReadIfPresent(KThread caller) => IsNull ? null : Read(caller);
}
