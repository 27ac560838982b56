using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>An EXCEPTION_RECORD out of guest memory.</summary>
public sealed record ExceptionRecord(NtStatus Code, uint Flags, GuestAddress Nested, GuestAddress Address, IReadOnlyList<uint> Information)
{
    /// <summary>EXCEPTION_MAXIMUM_PARAMETERS.</summary>
    public const int MostParameters = 15;

    /// <summary>The whole structure's size.</summary>
    public const int FullSize = FixedSize + MostParameters * 4;

    const int FixedSize = 0x14;

    /// <summary>Bytes up to the last parameter in use.</summary>
    public int UsedSize => FixedSize + Information.Count * 4;

    public static ExceptionRecord Of(NtStatus code, GuestAddress address, params uint[] information) =>
        new(code, 0, GuestAddress.Null, address, information);

    /// <summary>Reads a record of full size; more parameters than there can be count as none.</summary>
    public static ExceptionRecord Parse(ReadOnlySpan<byte> bytes)
    {
        uint count = Dword(bytes, 0x10);
        uint[] information = new uint[count <= MostParameters ? count : 0];
        for (int i = 0; i < information.Length; i++) information[i] = Dword(bytes, FixedSize + i * 4);
        return new(new NtStatus(Dword(bytes, 0)), Dword(bytes, 4), new GuestAddress(Dword(bytes, 8)), new GuestAddress(Dword(bytes, 0xC)), information);
    }

    /// <summary>The number of parameters that a record of guest memory claims.</summary>
    public static uint CountIn(ReadOnlySpan<byte> bytes) => Dword(bytes, 0x10);

    /// <summary>The bytes up to the last parameter in use.</summary>
    public byte[] ToBytes()
    {
        var record = new GuestRecord(UsedSize)
            .Set(0x00, Code.Code).Set(0x04, Flags).Set(0x08, Nested.Value).Set(0x0C, Address.Value).Set(0x10, (uint)Information.Count);
        for (int i = 0; i < Information.Count; i++) record.Set(FixedSize + i * 4, Information[i]);
        return record.Bytes;
    }

    static uint Dword(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
