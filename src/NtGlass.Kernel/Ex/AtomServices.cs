using System.Globalization;
using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of global atoms.</summary>
public static class AtomServices
{
    const uint MostNameBytes = 255 * 2;
    const ushort FirstStringAtom = 0xC000;

    /// <summary>Gives a string a number.</summary>
    [SystemService]
    public static NtStatus NtAddAtom(KThread caller, [Opt] UserBuffer atomName, uint length, [Opt] Out<ushort> atom) =>
        WithName(caller, atomName, length, atom, name => caller.Kernel.Atoms.Add(name));

    /// <summary>Finds the number of a string.</summary>
    [SystemService]
    public static NtStatus NtFindAtom(KThread caller, [Opt] UserBuffer atomName, uint length, [Opt] Out<ushort> atom) =>
        WithName(caller, atomName, length, atom, caller.Kernel.Atoms.Find);

    /// <summary>Takes one use of a number away.</summary>
    [SystemService]
    public static NtStatus NtDeleteAtom(KThread caller, ushort atom)
    {
        if (atom is > 0 and < FirstStringAtom) return NtStatus.Success;
        return caller.Kernel.Atoms.Delete(atom) ? NtStatus.Success : NtStatus.InvalidHandle;
    }

    /// <summary>Tells the string of a number.</summary>
    [SystemService]
    public static NtStatus NtQueryInformationAtom(
        KThread caller, ushort atom, uint atomInformationClass, UserBuffer atomInformation, uint atomInformationLength, [Opt] Out<uint> returnLength)
    {
        const int HeaderSize = 6;
        var answer = new QueryAnswer(caller, atomInformation, atomInformationLength, returnLength);
        answer.Probe();
        if (atomInformationClass != 0) return NtStatus.InvalidInfoClass;
        (string Name, int References)? found = atom is > 0 and < FirstStringAtom ? ($"#{atom}", 1) : caller.Kernel.Atoms.Find(atom);
        if (found is not { } known) return NtStatus.InvalidHandle;
        byte[] bytes = new GuestRecord(HeaderSize + known.Name.Length * 2 + 2)
            .Set(0, (ushort)known.References)
            .Set(4, (ushort)(known.Name.Length * 2))
            .Set(HeaderSize, MemoryMarshal.AsBytes(known.Name.AsSpan()))
            .Bytes;
        return answer.AtLeast(bytes);
    }

    static NtStatus WithName(KThread caller, UserBuffer name, uint length, Out<ushort> atom, Func<string, ushort?> find)
    {
        atom.ProbeForWriteIfPresent(caller);
        if (length > MostNameBytes) return NtStatus.InvalidParameter;
        ushort? number;
        if (name.Address.Value < 0x10000)
        {
            if (name.Address.Value is 0 or >= FirstStringAtom) return NtStatus.InvalidParameter;
            number = (ushort)name.Address.Value;
        }
        else
        {
            name.ProbeForRead(caller, length, alignment: 2);
            string text = UnicodeStrings.ReadText(caller, name.Address, (int)length).TrimEnd('\0');
            if (text.Length == 0) return NtStatus.ObjectNameInvalid;
            number = IntegerAtom(text) ?? find(text);
        }
        if (number is not ushort known) return NtStatus.ObjectNameNotFound;
        atom.WriteIfPresent(caller, known);
        return NtStatus.Success;
    }

    /// <summary>"#123" is the atom 123.</summary>
    static ushort? IntegerAtom(string text) =>
        text[0] == '#' && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort value) && value is > 0 and < FirstStringAtom
            ? value
            : null;
}
