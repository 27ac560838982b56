using System.Text;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The firmware's tables: an SMBIOS table that names the machine, and no others.</summary>
static class FirmwareTable
{
    const int HeadSize = 0x10;
    const uint Enumerate = 0, Get = 1;
    const uint RawSmbios = 0x52534D42;

    /// <summary>Answers SYSTEM_FIRMWARE_TABLE_INFORMATION, whose head the caller has filled.</summary>
    /// <returns>STATUS_INFO_LENGTH_MISMATCH, STATUS_NOT_IMPLEMENTED for an unknown provider, STATUS_INVALID_PARAMETER,
    /// STATUS_BUFFER_TOO_SMALL, STATUS_SUCCESS.</returns>
    public static NtStatus Answer(QueryAnswer answer)
    {
        if (answer.Length < HeadSize)
        {
            answer.ReturnLength.WriteIfPresent(answer.Caller, HeadSize);
            return NtStatus.InfoLengthMismatch;
        }
        uint provider = new In<uint>(answer.Buffer.Address).Read(answer.Caller);
        uint action = new In<uint>(answer.Buffer.Slice(4).Address).Read(answer.Caller);
        uint room = new In<uint>(answer.Buffer.Slice(12).Address).Read(answer.Caller);
        if (provider != RawSmbios) return NtStatus.NotImplemented;
        byte[]? table = action switch { Enumerate => new byte[4], Get => Smbios(), _ => null };
        if (table is null) return NtStatus.InvalidParameter;
        new Out<uint>(answer.Buffer.Slice(12).Address).Write(answer.Caller, (uint)table.Length);
        answer.ReturnLength.WriteIfPresent(answer.Caller, (uint)(HeadSize + table.Length));
        if (room < table.Length || answer.Length < HeadSize + table.Length) return NtStatus.BufferTooSmall;
        answer.Buffer.Slice(HeadSize).Write(answer.Caller, table);
        return NtStatus.Success;
    }

    /// <summary>RawSMBIOSData of version 2.4: firmware, system and the end.</summary>
    static byte[] Smbios()
    {
        byte[] structures =
        [
            .. Structure(type: 0, handle: 0, new GuestRecord(0x18).Set(4, (byte)1).Set(5, (byte)2).Set(8, (byte)3).Bytes, "NtGlass", "1.0", "01/01/2008"),
            .. Structure(type: 1, handle: 1, new GuestRecord(0x1B).Set(4, (byte)1).Set(5, (byte)2).Set(6, (byte)3).Bytes, "NtGlass", "NtGlass Machine", "1.0"),
            .. Structure(type: 127, handle: 2, new byte[4]),
        ];
        return new GuestRecord(8 + structures.Length).Set(1, (byte)2).Set(2, (byte)4).Set(4, (uint)structures.Length).Set(8, structures).Bytes;
    }

    /// <summary>The formatted part with its head, the texts it counts from 1, and a zero behind the last.</summary>
    static byte[] Structure(byte type, ushort handle, byte[] formatted, params ReadOnlySpan<string> texts)
    {
        formatted[0] = type;
        formatted[1] = (byte)formatted.Length;
        BitConverter.TryWriteBytes(formatted.AsSpan(2), handle);
        var all = new List<byte>(formatted);
        foreach (string text in texts) all.AddRange(Encoding.ASCII.GetBytes(text + "\0"));
        if (texts.IsEmpty) all.Add(0);
        all.Add(0);
        return [.. all];
    }
}
