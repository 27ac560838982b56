namespace NtGlass.Kernel;

/// <summary>The window classes that every process has: win32k registers them with the routines that user32 has told.</summary>
static class BuiltinClasses
{
    /// <summary>CS_GLOBALCLASS, CS_DBLCLKS, CS_PARENTDC, CS_HREDRAW and CS_VREDRAW.</summary>
    const uint Global = 0x4000, Clicks = 8, ParentDc = 0x80, Redraw = 3;

    const int DefinitionSize = 0x30;

    /// <summary>Name, style, extra bytes of a window, and which of user32's routines (they lie eight bytes apart).</summary>
    static readonly (string Name, uint Style, uint Extra, uint Routine)[] All =
    [
        ("ScrollBar", Clicks | ParentDc | Redraw, 0x18, 0),
        ("Message", 0, 0, 1),
        ("#32768", 0x20808, 4, 2),
        ("#32769", Clicks, 0, 3),
        ("#32772", 0, 0, 5),
        ("Button", Clicks | ParentDc | Redraw, 0xC, 7),
        ("ComboBox", Clicks | ParentDc | Redraw, 4, 8),
        ("ComboLBox", 0x800 | Clicks, 4, 9),
        ("#32770", 0x800 | Clicks, 0x1E, 10),
        ("Edit", Clicks | ParentDc, 8, 11),
        ("ListBox", Clicks, 4, 12),
        ("MDIClient", 0, 8, 13),
        ("Static", Clicks | ParentDc, 8, 14),
        ("IME", 0, 8, 15),
    ];

    /// <summary>Registers them for the caller's process, once.</summary>
    public static void Register(KThread caller)
    {
        EProcess process = caller.Process;
        if (process.HasBuiltinClasses || process.ClientProcedures.IsNull) return;
        process.HasBuiltinClasses = true;
        Span<byte> routine = stackalloc byte[4];
        foreach ((string name, uint style, uint extra, uint index) in All)
        {
            if (AtomOf(caller.Kernel.Win32.Atoms, name) is not ushort atom) continue;
            UserMemory.Read(caller, process.ClientProcedures + index * 8, routine);
            byte[] definition = new GuestRecord(DefinitionSize).Set(0, (uint)DefinitionSize).Set(4, style | Global).Set(0x10, extra)
                .Set(0x14, process.UserModule.Value).Set(8, routine).Bytes;
            process.WindowClasses.Add(new WindowClass
            {
                Atom = atom, Name = name, Definition = definition, IsAnsi = false, MenuName = new byte[12], Extra = [],
            });
        }
    }

    // A number sign and digits are an atom by themselves.
    static ushort? AtomOf(AtomTable atoms, string name) => name[0] == '#' ? ushort.Parse(name.AsSpan(1)) : atoms.Add(name);
}
