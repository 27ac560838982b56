namespace NtGlass.Kernel;

/// <summary>A handle to an object of any type.</summary>
public readonly record struct Handle(uint Value) : IServiceArgument<Handle>
{
    const uint ProcessToken = 0xFFFFFFFC, ThreadToken = 0xFFFFFFFB, EffectiveToken = 0xFFFFFFFA;

    /// <summary>NtCurrentProcess().</summary>
    public static Handle CurrentProcess => new(0xFFFFFFFF);

    /// <summary>NtCurrentThread().</summary>
    public static Handle CurrentThread => new(0xFFFFFFFE);

    public bool IsNull => Value == 0;

    /// <summary>NtCurrentProcessToken(), NtCurrentThreadToken() or NtCurrentThreadEffectiveToken().</summary>
    internal bool IsTokenPseudo => Value is ProcessToken or ThreadToken or EffectiveToken;

    public static Handle FromArgument(uint value) => new(value);

    public override string ToString() => $"0x{Value:x}";

    /// <summary>The token of a pseudo handle; null where a thread impersonates nobody.</summary>
    internal static Token? TokenOf(KThread caller, Handle handle) => handle.Value switch
    {
        ProcessToken => caller.Process.Token,
        ThreadToken => caller.ImpersonationToken,
        _ => Se.EffectiveToken(caller),
    };
}

/// <summary>A handle that must name an object of type <typeparamref name="T"/>.</summary>
public readonly record struct HandleOf<T>(uint Value) : IServiceArgument<HandleOf<T>>
    where T : KernelObject
{
    public Handle Untyped => new(Value);

    public bool IsNull => Value == 0;

    public static HandleOf<T> FromArgument(uint value) => new(value);
}
