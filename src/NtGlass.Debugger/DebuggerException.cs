namespace NtGlass.Debugger;

/// <summary>A command cannot be done; the message is the line the user sees.</summary>
public sealed class DebuggerException(string message) : Exception(message);
