namespace NtGlass.Kernel;

/// <summary>A handle to an object of any type.</summary>
public readonly record struct Handle(uint Value) : IServiceArgument<Handle>
{
    /// <summary>NtCurrentProcess().</summary>
    public static Handle CurrentProcess => new(0xFFFFFFFF);

    /// <summary>NtCurrentThread().</summary>
    public static Handle CurrentThread => new(0xFFFFFFFE);

    public bool IsNull => Value == 0;

    public static Handle FromArgument(uint value) => new(value);

    public override string ToString() => $"0x{Value:x}";
}

/// <summary>A handle that must name an object of type <typeparamref name="T"/>.</summary>
public readonly record struct HandleOf<T>(uint Value) : IServiceArgument<HandleOf<T>>
    where T : KernelObject
{
    public Handle Untyped => new(Value);

    public bool IsNull => Value == 0;

    public static HandleOf<T> FromArgument(uint value) => new(value);
}
