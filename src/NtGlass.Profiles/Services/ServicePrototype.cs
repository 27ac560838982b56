namespace NtGlass.Profiles;

/// <summary>What a service takes and returns, with the names of today's headers.</summary>
public sealed record ServicePrototype(string ReturnType, IReadOnlyList<ServiceParameter> Parameters);

/// <summary>One parameter; <paramref name="Size"/> is the length of the buffer it points at, as an expression over the other parameters.</summary>
public sealed record ServiceParameter(string Name, string Type, ParameterDirection Direction, bool IsOptional, string? Size)
{
    /// <summary>How many 32-bit words of the stack the parameter takes: structures of 8 bytes by value take two.</summary>
    public int Words => Type is "POINT" or "POINTL" or "SIZEL" or "LONGLONG" or "ULONGLONG" or "LUID" or "LARGE_INTEGER" ? 2 : 1;
}

/// <summary>Which way the data behind a parameter goes.</summary>
public enum ParameterDirection
{
    In,
    Out,
    InOut,

    /// <summary>A pointer whose use is not known.</summary>
    Any,
}
