namespace NtGlass.Cpu.Host;

/// <summary>The host stack on which translated code runs: it holds return addresses only, and a guard page ends it.</summary>
internal sealed unsafe class ShadowStack : IDisposable
{
    const int Bytes = 1 << 20;
    const int Guard = 0x1000;

    readonly byte* start = HostCalls.Reserve(Bytes);
    bool disposed;

    public ShadowStack(byte* underflow)
    {
        HostCalls.Renew(start + Guard, Bytes - Guard, HostCalls.ReadWrite);
        Base = (ulong)(start + Bytes - 64);
        *(byte**)Base = underflow;
    }

    /// <summary>The stack pointer of the empty stack.</summary>
    public ulong Base { get; }

    /// <summary>The address is where a push lands when the stack is full.</summary>
    public bool IsGuard(ulong address) => address - (ulong)start < Guard;

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        HostCalls.Free(start, Bytes);
    }
}
