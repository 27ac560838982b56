using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\Mailslot</c>: the file system of mailslots.</summary>
sealed class MailslotDevice : IoDevice
{
    /// <summary>FSCTL_MAILSLOT_PEEK.</summary>
    const uint Peek = 0xC4003;

    readonly SortedDictionary<string, Mailslot> slots = new(StringComparer.OrdinalIgnoreCase);
    readonly BufferBudget budget = new();

    public override uint DeviceType => FileDevice.Mailslot;

    internal override bool Makes(object parameters) => parameters is MailslotParameters;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file)
    {
        file = null;
        if (related is not null && related.Path != @"\") return NtStatus.ObjectNameInvalid;
        string name = related is not null && path.Length > 0 ? @"\" + path : path;
        if (packet.Creates is MailslotParameters parameters) return Create(packet, parameters, name, out file);
        if (name is "" or @"\") return DeviceOpen.Folder(this, packet, name, out file);
        if (!slots.TryGetValue(name, out Mailslot? slot)) return NtStatus.ObjectNameNotFound;
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        NtStatus status = slot.Sharing.Check(packet.DesiredAccess, packet.ShareAccess);
        if (!status.IsSuccess) return status;
        packet.Result = CreateResult.Opened;
        file = new FileObject(this, name, packet) { Context = new MailslotClient(slot) };
        slot.Sharing.Add(file);
        return NtStatus.Success;
    }

    internal override NtStatus Read(IoTransfer transfer) =>
        transfer.File.Context is Mailslot slot ? slot.Read(transfer) : NtStatus.InvalidDeviceRequest;

    internal override NtStatus Write(IoTransfer transfer) =>
        transfer.File.Context is MailslotClient client ? client.Slot.Write(transfer) : NtStatus.InvalidDeviceRequest;

    internal override NtStatus FsControl(IoControl control)
    {
        if (control.Code != Peek || control.File.Context is not Mailslot slot) return NtStatus.InvalidDeviceRequest;
        control.Output.ProbeForWrite(control.Caller, control.OutputLength, alignment: 4);
        return control.Exactly(new GuestRecord(0xC)
            .Set(0, (uint)slot.Bytes).Set(4, (uint)slot.Messages).Set(8, slot.NextLength).Bytes);
    }

    internal override NtStatus Query(FileObject file, uint grantedAccess, FileInformationClass infoClass, out byte[] answer)
    {
        byte[]? found = (infoClass, file.Context) switch
        {
            (FileInformationClass.Name, Mailslot or MailslotClient) => FileQuery.Name(file.Path),
            (FileInformationClass.Basic, Mailslot or MailslotClient) => new GuestRecord(0x28).Set(0x20, (uint)FileAttributes.Normal).Bytes,
            (FileInformationClass.Standard, Mailslot slot) => new GuestRecord(0x18).Set(0, slot.Bytes).Set(8, slot.Bytes).Set(0x10, 1u).Set(0x14, (byte)1).Bytes,
            (FileInformationClass.Position, Mailslot slot) => new GuestRecord(8).Set(0, slot.Bytes).Bytes,
            (FileInformationClass.MailslotQuery, Mailslot slot) => slot.Information(),
            _ => null,
        };
        answer = found ?? [];
        return found is null ? NtStatus.InvalidParameter : NtStatus.Success;
    }

    internal override NtStatus Set(KThread caller, FileObject file, FileInformationClass infoClass, ReadOnlySpan<byte> given)
    {
        if (infoClass != FileInformationClass.MailslotSet || file.Context is not Mailslot slot) return NtStatus.InvalidParameter;
        // NT's structure is a pointer to the time, that of Wine's userland the time itself.
        slot.ReadTimeout100ns = given.Length >= 8
            ? BitConverter.ToInt64(given)
            : new In<long>(new GuestAddress(BitConverter.ToUInt32(given))).Read(caller);
        return NtStatus.Success;
    }

    internal override IEnumerable<DirectoryItem>? List(FileObject file) => file.Path == @"\"
        ? slots.Keys.Select(name => new DirectoryItem(name[1..]) { Attributes = FileAttributes.Normal })
        : null;

    internal override void Cleanup(FileObject file)
    {
        if (file.Context is MailslotClient client) client.Slot.Sharing.Remove(file);
        if (file.Context is not Mailslot slot) return;
        slots.Remove(file.Path);
        slot.Close();
    }

    NtStatus Create(OpenPacket packet, MailslotParameters parameters, string name, out FileObject? file)
    {
        file = null;
        if (name.Length < 2 || name[0] != '\\') return NtStatus.ObjectNameInvalid;
        if (slots.ContainsKey(name)) return NtStatus.ObjectNameCollision;
        Mailslot slot = new(parameters, budget);
        packet.Result = CreateResult.Created;
        file = new FileObject(this, name, packet) { Context = slot };
        slot.Sharing.Add(file);
        slots.Add(name, slot);
        return NtStatus.Success;
    }
}

/// <summary>The context of a file that writes to a mailslot.</summary>
sealed record MailslotClient(Mailslot Slot);
