namespace NtGlass.Kernel;

/// <summary>A counted reference to an object; disposing it gives the reference back.</summary>
public readonly struct ObjectRef<T>(T body, uint grantedAccess) : IDisposable
    where T : KernelObject
{
    public T Object => body;

    /// <summary>The access that the handle carries.</summary>
    public uint GrantedAccess => grantedAccess;

    public void Dispose() => body?.Header.Dereference();
}
