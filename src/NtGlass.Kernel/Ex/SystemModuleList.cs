using System.Text;

namespace NtGlass.Kernel;

/// <summary>RTL_PROCESS_MODULES of ring 0.</summary>
static class SystemModuleList
{
    const int ModuleSize = 0x11C;
    const string Folder = @"\WINDOWS\system32\";

    public static byte[] Build(IReadOnlyList<SystemModule> modules)
    {
        var record = new GuestRecord(4 + modules.Count * ModuleSize).Set(0, (uint)modules.Count);
        for (int i = 0; i < modules.Count; i++) Put(record, 4 + i * ModuleSize, modules[i], i);
        return record.Bytes;
    }

    /// <summary>RTL_PROCESS_MODULE_INFORMATION_EX, each with the offset of the next; a zero ends the list.</summary>
    public static byte[] BuildEx(IReadOnlyList<SystemModule> modules)
    {
        const int EntrySize = ModuleSize + 0x10, EndSize = 2;
        var record = new GuestRecord(modules.Count * EntrySize + EndSize);
        for (int i = 0; i < modules.Count; i++)
        {
            Put(record, i * EntrySize + 4, modules[i], i);
            record.Set(i * EntrySize, (ushort)EntrySize).Set(i * EntrySize + 4 + ModuleSize + 8, modules[i].Base.Value);
        }
        return record.Bytes;
    }

    static void Put(GuestRecord record, int at, SystemModule module, int index) => record
        .Set(at + 0x08, module.Base.Value)
        .Set(at + 0x0C, module.Size)
        .Set(at + 0x14, (ushort)index)
        .Set(at + 0x18, (ushort)1)
        .Set(at + 0x1A, (ushort)Folder.Length)
        .Set(at + 0x1C, Encoding.Latin1.GetBytes(Folder + module.FileName));
}
