namespace NtGlass.Machine;

/// <summary>The kernel could not make a process of the program.</summary>
public sealed class ProgramStartException(string program, NtStatus status) : Exception($"{program} cannot be started: {status}.")
{
    public NtStatus Status { get; } = status;
}
