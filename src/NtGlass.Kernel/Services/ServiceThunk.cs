using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Calls one service method with argument dwords as they lie on the kernel stack.</summary>
public delegate NtStatus ServiceRoutine(KThread caller, ReadOnlySpan<uint> arguments);

/// <summary>One implemented system service, derived from its method's signature.</summary>
public sealed record ServiceThunk(
    string Name, int ArgumentBytes, ServiceRoutine Routine, string Summary, IReadOnlyList<ServiceThunkParameter> Parameters);

/// <summary>One parameter of a service method.</summary>
public sealed record ServiceThunkParameter(string Name, string Type, int Dwords, bool IsOptional);
