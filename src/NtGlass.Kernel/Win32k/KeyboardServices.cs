using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of the keyboard: it is the United States', and no key is ever down.</summary>
public static class KeyboardServices
{
    /// <summary>English (United States), with its own keys.</summary>
    const uint Layout = 0x04090409;

    /// <summary>Tells a thread's keyboard layout.</summary>
    [SystemService(Missing = "layouts other than US English")]
    public static NtStatus NtUserGetKeyboardLayout(KThread caller, uint thread) => Win32.Number(Layout);

    /// <summary>Lists the keyboard layouts.</summary>
    /// <returns>How many there are, or were copied.</returns>
    [SystemService(Missing = "layouts other than US English")]
    public static NtStatus NtUserGetKeyboardLayoutList(KThread caller, int nBuff, [Opt] Out<uint> pList)
    {
        if (nBuff > 0) pList.WriteIfPresent(caller, Layout);
        return Win32.Number(1);
    }

    /// <summary>Makes a keyboard layout the thread's; there is one.</summary>
    /// <returns>The layout before.</returns>
    [SystemService(Missing = "layouts other than US English; nothing is activated")]
    public static NtStatus NtUserActivateKeyboardLayout(KThread caller, uint hkl, uint flags) => Win32.Number(Layout);

    /// <summary>Translates between virtual keys, scan codes and characters.</summary>
    /// <returns>0 for a key that there is not.</returns>
    [SystemService(Missing = "layouts other than US English, extended scan codes")]
    public static NtStatus NtUserMapVirtualKeyEx(KThread caller, uint code, uint type, uint layout)
    {
        const uint KeyToScan = 0, ScanToKey = 1, KeyToCharacter = 2, ScanToKeyEx = 3, KeyToScanEx = 4;
        return Win32.Number(type switch
        {
            KeyToScan or KeyToScanEx => KeyboardLayout.ScanCode((ushort)code),
            ScanToKey or ScanToKeyEx => KeyboardLayout.KeyOf((ushort)code),
            KeyToCharacter => KeyboardLayout.CharacterOf((ushort)code),
            _ => 0,
        });
    }

    /// <summary>Finds the key and the shift state that type a character.</summary>
    /// <returns>FFFFh when there is none.</returns>
    [SystemService(Missing = "layouts other than US English")]
    public static NtStatus NtUserVkKeyScanEx(KThread caller, ushort character, uint layout)
    {
        const uint Shift = 0x100, None = 0xFFFF;
        (ushort key, _, bool isShifted) = KeyboardLayout.Find((char)character);
        return Win32.Number(key == 0 ? None : key | (isShifted ? Shift : 0));
    }

    /// <summary>No key is down.</summary>
    [SystemService(Missing = "keys: none is ever down")]
    public static NtStatus NtUserGetKeyState(KThread caller, uint key) => Win32.Number(0);

    /// <summary>No key is down.</summary>
    [SystemService(Missing = "keys: none is ever down")]
    public static NtStatus NtUserGetAsyncKeyState(KThread caller, uint key) => Win32.Number(0);
}
