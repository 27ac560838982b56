namespace NtGlass.Kernel;

/// <summary>Makes a static method the implementation of the system service of the same name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemServiceAttribute : Attribute
{
    /// <summary>What NT's service does and this one does not, in a few words; docs/services.md shows it.</summary>
    /// <remarks>
    /// Null when nothing is known to be missing, but for information classes where there are such; empty when all of NT's classes are there too.
    /// </remarks>
    public string? Missing { get; init; }
}

/// <summary>The guest may leave this parameter out by passing zero.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptAttribute : Attribute;

/// <summary>A parameter type of services that is made from one argument dword.</summary>
public interface IServiceArgument<TSelf>
    where TSelf : struct, IServiceArgument<TSelf>
{
    static abstract TSelf FromArgument(uint value);
}
