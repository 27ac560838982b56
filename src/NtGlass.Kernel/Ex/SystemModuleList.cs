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
        for (int i = 0; i < modules.Count; i++)
        {
            int at = 4 + i * ModuleSize;
            record.Set(at + 0x08, modules[i].Base.Value)
                .Set(at + 0x0C, modules[i].Size)
                .Set(at + 0x14, (ushort)i)
                .Set(at + 0x18, (ushort)1)
                .Set(at + 0x1A, (ushort)Folder.Length)
                .Set(at + 0x1C, Encoding.Latin1.GetBytes(Folder + modules[i].FileName));
        }
        return record.Bytes;
    }
}
