namespace NtGlass.Kernel;

/// <summary>A window class of a process.</summary>
sealed class WindowClass
{
    public required ushort Atom { get; init; }

    public required string Name { get; init; }

    /// <summary>The WNDCLASSEXW it was registered with.</summary>
    public required byte[] Definition { get; init; }

    /// <summary>The routine takes texts in the ANSI code page.</summary>
    public required bool IsAnsi { get; init; }

    /// <summary>The three pointers to the menu's name that the caller keeps.</summary>
    public required byte[] MenuName { get; init; }

    /// <summary>The bytes that belong to the class.</summary>
    public required byte[] Extra { get; init; }

    public int Windows { get; set; }

    public uint Procedure => BitConverter.ToUInt32(Definition, 8);

    public uint Style => BitConverter.ToUInt32(Definition, 4);

    public int WindowExtra => BitConverter.ToInt32(Definition, 16);

    public uint Module => BitConverter.ToUInt32(Definition, 20);
}

/// <summary>A window: never seen, but there for its messages.</summary>
sealed class Window(uint handle, KThread thread, WindowClass windowClass)
{
    /// <summary>How a value stands for another at a negative offset of GetWindowLong.</summary>
    public const int ProcedureOffset = -4, ModuleOffset = -6, ParentOffset = -8, IdOffset = -12, StyleOffset = -16, ExtendedStyleOffset = -20,
        UserDataOffset = -21;

    public uint Handle => handle;

    public KThread Thread => thread;

    public WindowClass Class => windowClass;

    public uint Procedure { get; set; } = windowClass.Procedure;

    public bool IsAnsi { get; set; } = windowClass.IsAnsi;

    public uint Style { get; set; }

    public uint ExtendedStyle { get; set; }

    public uint Parent { get; set; }

    public uint Module { get; set; }

    public uint Id { get; set; }

    public uint UserData { get; set; }

    public string Text { get; set; } = "";

    /// <summary>Left, top, right and bottom, as they were asked for.</summary>
    public (int Left, int Top, int Right, int Bottom) Place { get; set; }

    public byte[] Extra { get; } = new byte[windowClass.WindowExtra];

    public Dictionary<string, uint> Properties { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>WM_DESTROY is on its way.</summary>
    public bool IsDestroyed { get; set; }

    /// <summary>The callback's parameters for one message to the window's routine.</summary>
    public byte[] CallParameters(uint message, uint wParam, uint lParam, bool fromAnsi)
    {
        const uint SendMapping = 1;
        return new GuestRecord(0x2C)
            .Set(0x00, Procedure).Set(0x04, Handle).Set(0x08, message).Set(0x0C, wParam).Set(0x10, lParam)
            .Set(0x14, fromAnsi ? 1u : 0).Set(0x18, IsAnsi ? 1u : 0).Set(0x1C, SendMapping).Set(0x20, DpiServices.Unaware)
            .Set(0x24, Procedure).Set(0x28, Procedure).Bytes;
    }
}
