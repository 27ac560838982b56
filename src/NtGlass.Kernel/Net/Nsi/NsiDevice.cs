using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\Nsi</c>: the network store, in the form in which Wine's nsi.dll asks for it (facts from its public wine/nsi.h).</summary>
sealed class NsiDevice(Network network) : IoDevice
{
    const uint EnumerateAll = 0x121000, GetAllParameters = 0x121004, GetParameter = 0x121008, SendEcho = 0x12100C, ChangeNotification = 0x121010;

    /// <summary>NPI_MODULEID begins with its length and its type.</summary>
    const int GuidOffset = 8;

    const int EnumerateBytes = 56, AllParametersBytes = 48, ParameterBytes = 44, NotificationBytes = 28;

    public override uint DeviceType => FileDevice.Network;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        DeviceOpen.Simple(this, packet, path, out file);

    internal override NtStatus Control(IoControl control)
    {
        NtStatus status = control.ReadInput(out byte[] input);
        if (status.IsError) return status;
        return control.Code switch
        {
            EnumerateAll => Enumerate(control, input),
            GetAllParameters => GetAll(control, input),
            GetParameter => GetOne(control, input),
            SendEcho => IcmpEcho.Start(control, network, input),
            ChangeNotification => input.Length < NotificationBytes ? NtStatus.InvalidParameter : control.Request.Pend(static () => { }),
            _ => NtStatus.NotSupported,
        };
    }

    // The answer: how many entries there are, then all keys, all settings, all states, all descriptions.
    NtStatus Enumerate(IoControl control, byte[] input)
    {
        if (input.Length != EnumerateBytes || Find(input, 32) is not NsiTable table) return NtStatus.InvalidParameter;
        int[] asked = [.. Enumerable.Range(0, 4).Select(part => (int)Word(input, 36 + part * 4))];
        if (!Fits(table, asked)) return NtStatus.InvalidParameter;
        uint space = Word(input, 52);
        if (control.OutputLength < sizeof(uint) + (ulong)asked.Sum() * space) return NtStatus.InvalidParameter;
        NsiRow[] rows = [.. table.Rows(network)];
        bool wantsData = asked.Sum() > 0;
        int told = wantsData ? (int)Math.Min((uint)rows.Length, space) : 0;
        NtStatus copied = control.Request.CopyOut(control.Output, BitConverter.GetBytes(wantsData ? told : rows.Length));
        uint offset = sizeof(uint);
        for (int part = 0; part < asked.Length; part++)
        {
            for (int index = 0; asked[part] > 0 && index < told && copied.IsSuccess; index++)
                copied = control.Request.CopyOut(control.Output.Slice(offset + (uint)(index * asked[part])), rows[index].Parts[part]);
            offset += (uint)asked[part] * space;
        }
        if (copied.IsError) return copied;
        return control.Request.Complete(wantsData && told < rows.Length ? NtStatus.BufferOverflow : NtStatus.Success, control.OutputLength);
    }

    NtStatus GetAll(IoControl control, byte[] input)
    {
        if (input.Length < AllParametersBytes || Find(input, 28) is not NsiTable table) return NtStatus.InvalidParameter;
        int[] asked = [.. Enumerable.Range(0, 4).Select(part => (int)Word(input, 32 + part * 4))];
        if (!Fits(table, asked) || asked[0] != table.Sizes[0] || input.Length < AllParametersBytes + asked[0]) return NtStatus.InvalidParameter;
        if (FindRow(table, input.AsSpan(AllParametersBytes, asked[0])) is not NsiRow row) return NtStatus.ObjectNameNotFound;
        byte[] answer = [.. Enumerable.Range(1, 3).Where(part => asked[part] > 0).SelectMany(part => row.Parts[part])];
        return control.OutputLength < answer.Length ? NtStatus.InvalidParameter : control.Answer(NtStatus.Success, answer);
    }

    NtStatus GetOne(IoControl control, byte[] input)
    {
        if (input.Length < ParameterBytes || Find(input, 28) is not NsiTable table) return NtStatus.InvalidParameter;
        (uint keyBytes, uint part, uint offset) = (Word(input, 32), Word(input, 36), Word(input, 40));
        if (keyBytes != table.Sizes[0] || input.Length < ParameterBytes + keyBytes || part > 2) return NtStatus.InvalidParameter;
        if ((ulong)offset + control.OutputLength > (uint)table.Sizes[part + 1]) return NtStatus.InvalidParameter;
        return FindRow(table, input.AsSpan(ParameterBytes, (int)keyBytes)) is NsiRow row
            ? control.Answer(NtStatus.Success, row.Parts[part + 1].AsSpan((int)offset, (int)control.OutputLength))
            : NtStatus.ObjectNameNotFound;
    }

    NsiRow? FindRow(NsiTable table, ReadOnlySpan<byte> key)
    {
        foreach (NsiRow row in table.Rows(network))
            if (key.SequenceEqual(row.Key)) return row;
        return null;
    }

    static NsiTable? Find(byte[] input, int tableOffset)
    {
        (uint module, uint number) = (Word(input, GuidOffset), Word(input, tableOffset));
        return NsiTable.All.FirstOrDefault(table => table.Module == module && table.Number == number);
    }

    static bool Fits(NsiTable table, int[] asked) =>
        Enumerable.Range(0, asked.Length).All(part => asked[part] == 0 || asked[part] == table.Sizes[part]);

    static uint Word(byte[] input, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(offset));
}
