using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of window classes.</summary>
public static class ClassServices
{
    const int DefinitionSize = 0x30, MostExtra = 0x8000, MostClasses = 4096, MenuNameSize = 12;

    /// <summary>CS_GLOBALCLASS.</summary>
    const uint Global = 0x4000;

    const uint IsAnsiFlag = 1;

    /// <summary>Makes a window class of the caller's process.</summary>
    /// <returns>The class's atom; 0 with ERROR_INVALID_PARAMETER, ERROR_CLASS_ALREADY_EXISTS or ERROR_NOT_ENOUGH_MEMORY.</returns>
    [SystemService]
    public static NtStatus NtUserRegisterClassExWOW(
        KThread caller, UserBuffer definition, In<UnicodeString> name, In<UnicodeString> version, UserBuffer menuName, uint function, uint flags,
        Out<uint> wow)
    {
        byte[] given = new byte[DefinitionSize], menu = new byte[MenuNameSize];
        definition.Read(caller, given);
        if (!menuName.IsNull) menuName.Read(caller, menu);
        if (!TryReadName(caller, name, out string? text, out _) || text is null) return Win32.Fail(caller, Win32.InvalidParameter);
        int classExtra = BitConverter.ToInt32(given, 0xC), windowExtra = BitConverter.ToInt32(given, 0x10);
        if (classExtra is < 0 or > MostExtra || windowExtra is < 0 or > MostExtra) return Win32.Fail(caller, Win32.InvalidParameter);
        List<WindowClass> classes = caller.Process.WindowClasses;
        uint module = BitConverter.ToUInt32(given, 0x14);
        if (classes.Exists(other => IsNamed(other, text) && other.Module == module)) return Win32.Fail(caller, Win32.ClassAlreadyExists);
        if (classes.Count >= MostClasses) return Win32.Fail(caller, Win32.NotEnoughMemory);
        if (caller.Kernel.Win32.Atoms.Add(text) is not ushort atom) return Win32.Fail(caller, Win32.NotEnoughMemory);
        classes.Add(new WindowClass
        {
            Atom = atom, Name = text, Definition = given, IsAnsi = (flags & IsAnsiFlag) != 0, MenuName = menu, Extra = new byte[classExtra],
        });
        return Win32.Number(atom);
    }

    /// <summary>Takes a class away that has no windows.</summary>
    /// <returns>TRUE; FALSE with ERROR_CLASS_DOES_NOT_EXIST or ERROR_CLASS_HAS_WINDOWS.</returns>
    [SystemService]
    public static NtStatus NtUserUnregisterClass(KThread caller, In<UnicodeString> className, uint hInstance, UserBuffer menuName)
    {
        if (Find(caller, className, hInstance) is not { } found) return Win32.Fail(caller, Win32.ClassDoesNotExist);
        if (found.Windows > 0) return Win32.Fail(caller, Win32.ClassHasWindows);
        caller.Process.WindowClasses.Remove(found);
        if (!menuName.IsNull) menuName.Write(caller, found.MenuName);
        return Win32.Bool(true);
    }

    /// <summary>Tells how a class was registered.</summary>
    /// <returns>The class's atom; 0 with ERROR_CLASS_DOES_NOT_EXIST.</returns>
    [SystemService]
    public static NtStatus NtUserGetClassInfoEx(
        KThread caller, uint instance, In<UnicodeString> name, [Opt] UserBuffer definition, [Opt] UserBuffer menuName, bool ansi)
    {
        if (Find(caller, name, instance) is not { } found) return Win32.Fail(caller, Win32.ClassDoesNotExist);
        if (!definition.IsNull) definition.Write(caller, found.Definition);
        if (!menuName.IsNull) menuName.Write(caller, found.MenuName);
        return Win32.Number(found.Atom);
    }

    /// <summary>The class of a name or atom, best one of the given module.</summary>
    internal static WindowClass? Find(KThread caller, In<UnicodeString> name, uint instance)
    {
        BuiltinClasses.Register(caller);
        if (!TryReadName(caller, name, out string? text, out ushort atom)) return null;
        List<WindowClass> fitting = caller.Process.WindowClasses.FindAll(candidate => text is null ? candidate.Atom == atom : IsNamed(candidate, text));
        return fitting.Find(candidate => candidate.Module == instance) ?? fitting.Find(candidate => (candidate.Style & Global) != 0) ?? fitting.FirstOrDefault();
    }

    static bool IsNamed(WindowClass candidate, string name) => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    // A name, or in its place an atom: a buffer "address" below 64 K.
    static bool TryReadName(KThread caller, In<UnicodeString> name, out string? text, out ushort atom)
    {
        const int MostName = 256;
        UnicodeString given = name.Read(caller);
        (text, atom) = (null, 0);
        if (given.Buffer.Value <= ushort.MaxValue)
        {
            atom = (ushort)given.Buffer.Value;
            return atom != 0;
        }
        if (given.Length is 0 or > MostName * 2) return false;
        text = UnicodeStrings.ReadText(caller, given.Buffer, given.Length);
        return true;
    }
}
