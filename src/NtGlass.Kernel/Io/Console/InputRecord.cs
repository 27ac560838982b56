using System.Runtime.InteropServices;

namespace NtGlass.Kernel;

/// <summary>An INPUT_RECORD; the properties beyond its kind are those of a KEY_EVENT_RECORD.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct InputRecord(uint Header, uint Down, uint RepeatAndKey, uint ScanAndCharacter, uint ControlKeys)
{
    /// <summary>The structure's size in guest memory.</summary>
    public const int Size = 20;

    const ushort KeyEvent = 1, WindowBufferSizeEvent = 4;

    public bool IsKey => (ushort)Header == KeyEvent;

    /// <summary>A key goes down, or the character of a finished Alt+number comes with the release.</summary>
    public bool IsTyped => IsKey && (Down != 0 || ((VirtualKey)Key == VirtualKey.Menu && Character != '\0'));

    public ushort Key => (ushort)(RepeatAndKey >> 16);

    public char Character => (char)(ScanAndCharacter >> 16);

    public int Repeat => Math.Max(1, (int)(ushort)RepeatAndKey);

    public static InputRecord OfKey(bool isDown, ushort virtualKey, ushort scanCode, char character, ControlKeyState state) =>
        new(KeyEvent, isDown ? 1u : 0, 1u | (uint)virtualKey << 16, (uint)scanCode | (uint)character << 16, (uint)state);

    public static InputRecord OfSize(int width, int height) => new(WindowBufferSizeEvent, (ushort)width | (uint)height << 16, 0, 0, 0);
}

/// <summary>dwControlKeyState.</summary>
[Flags]
public enum ControlKeyState : uint
{
    None = 0,
    RightAlt = 1,
    LeftAlt = 2,
    RightControl = 4,
    LeftControl = 8,
    Shift = 0x10,
    Enhanced = 0x100,
}

/// <summary>The virtual keys that consoles know by name.</summary>
enum VirtualKey : ushort
{
    Back = 0x08,
    Tab = 0x09,
    Return = 0x0D,
    Menu = 0x12,
    Escape = 0x1B,
    Space = 0x20,
    PageUp = 0x21,
    PageDown = 0x22,
    End = 0x23,
    Home = 0x24,
    Left = 0x25,
    Up = 0x26,
    Right = 0x27,
    Down = 0x28,
    Insert = 0x2D,
    Delete = 0x2E,
    F1 = 0x70,
    F2 = 0x71,
    F3 = 0x72,
    F4 = 0x73,
    F5 = 0x74,
    F8 = 0x77,
}
