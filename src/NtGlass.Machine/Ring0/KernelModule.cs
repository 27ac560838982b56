using NtGlass.Memory;

namespace NtGlass.Machine.Ring0;

/// <summary>A module of the kernel half as it lies in memory: headers, code, tables, variables.</summary>
/// <param name="Name">The name that symbols stand under, as in <c>nt!KiFastCallEntry</c>.</param>
/// <param name="FileName">The name of the file that the module stands for.</param>
/// <param name="Doors">Addresses whose <c>vmcall</c> opens a door, and which.</param>
public sealed record KernelModule(
    string Name,
    string FileName,
    GuestAddress Base,
    byte[] Image,
    IReadOnlyList<ModuleSection> Sections,
    IReadOnlyDictionary<string, GuestAddress> Symbols,
    IReadOnlyDictionary<GuestAddress, int> Doors)
{
    public uint Size => (uint)Image.Length;
}

/// <summary>A part of a module with one protection; it starts at a page.</summary>
public sealed record ModuleSection(string Name, int Offset, int Size, PageAccess Access)
{
    public int Pages => (Size + (int)GuestAddress.PageSize - 1) / (int)GuestAddress.PageSize;
}
