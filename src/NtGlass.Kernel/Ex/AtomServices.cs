using System.Globalization;
using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The services of global atoms.</summary>
public static class AtomServices
{
    const uint MostNameBytes = 255 * 2;

    /// <summary>Gives a string a number.</summary>
    [SystemService]
    public static NtStatus NtAddAtom(KThread caller, [Opt] UserBuffer atomName, uint length, [Opt] Out<ushort> atom) =>
        WithName(caller, atomName, length, atom, name => caller.Kernel.Atoms.Add(name), NtStatus.NoMemory);

    /// <summary>Gives a string a number, for good where the flag says so.</summary>
    /// <returns>As NtAddAtom.</returns>
    [SystemService]
    public static NtStatus NtAddAtomEx(KThread caller, [Opt] UserBuffer atomName, uint length, [Opt] Out<ushort> atom, uint flags)
    {
        const uint Pin = 1, Global = 2;
        if ((flags & ~(Pin | Global)) != 0) return NtStatus.InvalidParameter;
        return WithName(caller, atomName, length, atom, name => caller.Kernel.Atoms.Add(name, (flags & Pin) != 0), NtStatus.NoMemory);
    }

    /// <summary>Finds the number of a string.</summary>
    [SystemService]
    public static NtStatus NtFindAtom(KThread caller, [Opt] UserBuffer atomName, uint length, [Opt] Out<ushort> atom) =>
        WithName(caller, atomName, length, atom, caller.Kernel.Atoms.Find, NtStatus.ObjectNameNotFound);

    /// <summary>Takes one use of a number away.</summary>
    [SystemService]
    public static NtStatus NtDeleteAtom(KThread caller, ushort atom)
    {
        if (atom is > 0 and < AtomTable.FirstStringAtom) return NtStatus.Success;
        return caller.Kernel.Atoms.Delete(atom) switch
        {
            true => NtStatus.Success,
            false => NtStatus.InvalidHandle,
            null => NtStatus.WasLocked,
        };
    }

    /// <summary>Tells the string of a number, or all numbers.</summary>
    /// <returns>STATUS_INVALID_INFO_CLASS, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_HANDLE, STATUS_BUFFER_TOO_SMALL for the name,
    /// STATUS_SUCCESS.</returns>
    [SystemService(Missing = "")]
    public static NtStatus NtQueryInformationAtom(
        KThread caller, ushort atom, uint atomInformationClass, UserBuffer atomInformation, uint atomInformationLength, [Opt] Out<uint> returnLength)
    {
        const uint Basic = 0, Table = 1;
        var answer = new QueryAnswer(caller, atomInformation, atomInformationLength, returnLength);
        answer.Probe();
        return atomInformationClass switch
        {
            Basic => QueryBasic(answer, atom),
            Table => QueryTable(answer),
            _ => NtStatus.InvalidInfoClass,
        };
    }

    /// <summary>ATOM_BASIC_INFORMATION: uses, flags, and as much of the name as fits.</summary>
    static NtStatus QueryBasic(QueryAnswer answer, ushort atom)
    {
        const int HeadSize = 6;
        if (answer.Length < HeadSize) return answer.Require(HeadSize + 2);
        (string Name, int References, bool IsPinned)? found = atom is > 0 and < AtomTable.FirstStringAtom ? ($"#{atom}", 1, true) : answer.Caller.Kernel.Atoms.Find(atom);
        if (found is not { } known) return NtStatus.InvalidHandle;
        int room = ((int)Math.Min(answer.Length, ushort.MaxValue) - HeadSize) / 2 - 1;
        answer.ReturnLength.WriteIfPresent(answer.Caller, (uint)(HeadSize + known.Name.Length * 2 + 2));
        if (room < 0) return NtStatus.BufferTooSmall;
        string name = known.Name[..Math.Min(known.Name.Length, room)];
        answer.Buffer.Write(answer.Caller, new GuestRecord(HeadSize + name.Length * 2 + 2)
            .Set(0, (ushort)known.References).Set(2, Convert.ToByte(known.IsPinned)).Set(4, (ushort)(name.Length * 2))
            .Set(HeadSize, MemoryMarshal.AsBytes(name.AsSpan()))
            .Bytes);
        return room < known.Name.Length && room == 0 ? NtStatus.BufferTooSmall : NtStatus.Success;
    }

    /// <summary>ATOM_TABLE_INFORMATION.</summary>
    static NtStatus QueryTable(QueryAnswer answer)
    {
        const int HeadSize = 4;
        ushort[] numbers = [.. answer.Caller.Kernel.Atoms.Numbers];
        return answer.AtLeast(new GuestRecord(HeadSize + numbers.Length * 2).Set(0, (uint)numbers.Length).Set(HeadSize, MemoryMarshal.AsBytes(numbers.AsSpan())).Bytes);
    }

    static NtStatus WithName(KThread caller, UserBuffer name, uint length, Out<ushort> atom, Func<string, ushort?> find, NtStatus failure)
    {
        atom.ProbeForWriteIfPresent(caller);
        if (length > MostNameBytes) return NtStatus.InvalidParameter;
        ushort? number;
        if (name.Address.Value < 0x10000)
        {
            if (name.Address.Value is 0 or >= AtomTable.FirstStringAtom) return NtStatus.InvalidParameter;
            number = (ushort)name.Address.Value;
        }
        else
        {
            name.ProbeForRead(caller, length, alignment: 2);
            string text = UnicodeStrings.ReadText(caller, name.Address, (int)length).TrimEnd('\0');
            if (text.Length == 0) return NtStatus.ObjectNameInvalid;
            number = IntegerAtom(text) ?? find(text);
        }
        if (number is not ushort known) return failure;
        atom.WriteIfPresent(caller, known);
        return NtStatus.Success;
    }

    /// <summary>"#123" is the atom 123.</summary>
    static ushort? IntegerAtom(string text) =>
        text[0] == '#' && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort value) && value is > 0 and < AtomTable.FirstStringAtom
            ? value
            : null;
}
