namespace NtGlass.Profiles;

/// <summary>A system service: its number (with the table bits), name, and bytes of arguments on the stack.</summary>
public sealed record ServiceEntry(int Number, string Name, int ArgumentBytes, ServicePrototype? Prototype);
