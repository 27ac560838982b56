namespace NtGlass.Profiles;

/// <summary>A service and its number in every version: <see cref="Numbers"/> runs parallel to <see cref="SyscallHistory.Versions"/>, null = absent.</summary>
public sealed record SyscallRecord(string Name, bool IsWin32k, IReadOnlyList<int?> Numbers, ServicePrototype? Prototype);
