using System.Text;
using NtGlass.Abi;
using NtGlass.Profiles;

namespace NtGlass.Debugger.Types;

/// <summary>The value of a structure's member as <c>dt</c> prints it.</summary>
sealed class FieldValue(IGuestMemory memory, TypeStore types)
{
    const string Unreadable = "??";

    public string Format(StructField field, GuestAddress address)
    {
        if (field.IsBitField) return Bits(field, address);
        if (field.TypeText.StartsWith('[')) return Array(field.TypeText, address);
        return Format(field.TypeText, address);
    }

    string Format(string type, GuestAddress address) => type switch
    {
        "UChar" or "Char" => memory.ReadByte(address) is byte value ? $"0x{value:x} '{(value == 0 ? "" : Character(value).ToString())}'" : Unreadable,
        "Uint2B" => Hex(memory.ReadUInt16(address)),
        "Uint4B" => Hex(memory.ReadUInt32(address)),
        "Uint8B" => Hex(memory.ReadUInt64(address)),
        "Int2B" => Decimal((short?)memory.ReadUInt16(address)),
        "Int4B" => Decimal((int?)memory.ReadUInt32(address)),
        "Int8B" => Decimal((long?)memory.ReadUInt64(address)),
        "_LARGE_INTEGER" or "_ULARGE_INTEGER" => $"{type} {Hex(memory.ReadUInt64(address))}",
        "_UNICODE_STRING" => $"{type} {UnicodeString(address)}",
        "_LIST_ENTRY" => $"{type} [ {Hex(memory.ReadUInt32(address))} - {Hex(memory.ReadUInt32(address + 4))} ]",
        _ when type.StartsWith("Ptr32 ", StringComparison.Ordinal) => Pointer(type["Ptr32 ".Length..], address),
        _ => types.TryGetEnum(type, out EnumType? names) ? Enum(names, address) : type,
    };

    string Pointer(string target, GuestAddress address) => memory.ReadUInt32(address) switch
    {
        null => Unreadable,
        0 => "(null) ",
        uint value => $"0x{value:x8} {target}",
    };

    string Enum(EnumType type, GuestAddress address) =>
        memory.ReadUInt32(address) is uint value ? $"{value:x} ( {type.NameOf((int)value) ?? "<unknown>"} )" : Unreadable;

    string Array(string type, GuestAddress address)
    {
        int close = type.IndexOf(']', StringComparison.Ordinal);
        string element = type[(close + 2)..];
        string count = type[..(close + 1)];
        if (element is "UChar" or "Char") return $"{count}  \"{Text(address, int.Parse(count.Trim('[', ']')))}\"";
        return $"{count} {Format(element, address)}";
    }

    string Text(GuestAddress address, int length)
    {
        var text = new StringBuilder();
        for (uint at = 0; at < length && memory.ReadByte(address + at) is byte value and not 0; at++) text.Append(Character(value));
        return text.ToString();
    }

    string UnicodeString(GuestAddress address)
    {
        if (memory.ReadUInt16(address) is not ushort length || memory.ReadAddress(address + 4) is not GuestAddress buffer) return Unreadable;
        byte[] bytes = new byte[length & ~1];
        return memory.Read(buffer, bytes) == bytes.Length ? $"\"{Encoding.Unicode.GetString(bytes)}\"" : "\"--- memory read error at address ---\"";
    }

    string Bits(StructField field, GuestAddress address)
    {
        string[] words = field.TypeText.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        int position = int.Parse(words[1]);
        int count = int.Parse(words[2]);
        if (memory.ReadUInt32(address) is not uint unit) return Unreadable;
        uint value = unit >> position & (uint)((1UL << count) - 1);
        return $"0y{Convert.ToString(value, 2).PadLeft(count, '0')}";
    }

    static char Character(byte value) => value is >= 0x20 and < 0x7F ? (char)value : '.';

    static string Hex(ulong? value) => value is ulong known ? known == 0 ? "0" : $"0x{known:x}" : Unreadable;

    static string Decimal(long? value) => value is long known ? $"0n{known}" : Unreadable;
}
