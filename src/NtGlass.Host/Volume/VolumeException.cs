namespace NtGlass.Host;

/// <summary>The disk cannot be set up as asked; the message is one line for the user.</summary>
public sealed class VolumeException(string message, Exception? inner = null) : Exception(message, inner);
