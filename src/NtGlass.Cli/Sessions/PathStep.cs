using NtGlass.Abi;

namespace NtGlass.Cli.Sessions;

/// <summary>One function or instruction on the way of a call.</summary>
readonly record struct PathStep(string Name, GuestAddress Address);
