namespace NtGlass.Kernel;

/// <summary>What one statement of a .reg file asks for.</summary>
public abstract record RegEntry(int Line);

/// <summary>The key that the following statements are about; it is made where it is missing.</summary>
public sealed record RegKey(int Line, string Path) : RegEntry(Line);

/// <summary>A key goes, with all below it.</summary>
public sealed record RegKeyDeletion(int Line, string Path) : RegEntry(Line);

public sealed record RegValue(int Line, KeyValue Value) : RegEntry(Line);

public sealed record RegValueDeletion(int Line, string Name) : RegEntry(Line);

/// <summary>What the format itself has no words for; others take the line, which begins with '#', for a comment.</summary>
/// <param name="Name"><c>class</c>, <c>link</c>, <c>security</c> or <c>time</c>.</param>
public sealed record RegProperty(int Line, string Name, string Value) : RegEntry(Line);

/// <summary>A .reg file is not one; the message is one line for the user.</summary>
public sealed class RegTextException(string message) : Exception(message);
