using NtGlass.Pe;

namespace NtGlass.Userland;

/// <summary>A DLL of a family, with the names of its functions beside those that it exports.</summary>
public sealed record UserlandModule(string FileName, ReadOnlyMemory<byte> Content, SymbolFile Symbols);
