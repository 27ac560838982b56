using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>RTL_USER_PROCESS_PARAMETERS that a parent gives to NtCreateUserProcess, read once, to be laid out in the child.</summary>
public sealed class ProcessParameters
{
    /// <summary>The structure's size from Vista on; XP's ends at <see cref="EnvironmentSizeAt"/>.</summary>
    const int HeadSize = 0x2A8;

    const uint EnvironmentSizeAt = 0x290;
    const uint Normalized = 1;
    const uint LargestBlock = 0x40000;
    const int LargestEnvironment = 0x200000;

    readonly RecordMemory head;
    readonly RtlUserProcessParameters fields;
    readonly (GuestUnicodeString Field, byte[] Content, ushort Room)[] texts;
    readonly byte[] environment;

    ProcessParameters(
        RecordMemory head, RtlUserProcessParameters fields, (GuestUnicodeString Field, byte[] Content, ushort Room)[] texts, byte[] environment) =>
        (this.head, this.fields, this.texts, this.environment) = (head, fields, texts, environment);

    /// <summary>The console and the three standard handles: index 0 is the console's.</summary>
    public uint this[int handle]
    {
        get => handle switch { 0 => fields.ConsoleHandle, 1 => fields.StandardInput, 2 => fields.StandardOutput, _ => fields.StandardError };
        set
        {
            RtlUserProcessParameters target = fields;
            if (handle == 0) target.ConsoleHandle = value;
            else if (handle == 1) target.StandardInput = value;
            else if (handle == 2) target.StandardOutput = value;
            else target.StandardError = value;
        }
    }

    /// <summary>Reads a caller's parameters with their strings and environment.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for a zero pointer or sizes beyond all sense, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, GuestAddress address, out ProcessParameters? captured)
    {
        captured = null;
        if (address.IsNull) return NtStatus.InvalidParameter;
        UserMemory.ProbeForRead(caller, address, EnvironmentSizeAt, alignment: 4);
        byte[] bytes = new byte[HeadSize];
        UserMemory.Read(caller, address, bytes.AsSpan(0, (int)EnvironmentSizeAt));
        var head = new RecordMemory(bytes);
        var fields = new RtlUserProcessParameters(caller.Kernel.Layouts, head, GuestAddress.Null);
        ClearWhatTheChildHasNot(caller.Kernel, bytes, fields);
        if (fields.Length > LargestBlock || fields.MaximumLength > LargestBlock) return NtStatus.InvalidParameter;
        uint shift = (fields.Flags & Normalized) != 0 ? 0 : address.Value;
        GuestUnicodeString[] strings =
        [
            fields.CurrentDirectory, fields.DllPath, fields.ImagePathName, fields.CommandLine,
            fields.WindowTitle, fields.DesktopInfo, fields.ShellInfo, fields.RuntimeData,
        ];
        var texts = new (GuestUnicodeString, byte[], ushort)[strings.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = (strings[i], TextOf(caller, strings[i], shift), strings[i].MaximumLength);
        byte[] environment = [];
        if (!fields.Environment.IsNull && !TryReadEnvironment(caller, fields.Environment, out environment)) return NtStatus.InvalidParameter;
        captured = new ProcessParameters(head, fields, texts, environment);
        return NtStatus.Success;
    }

    /// <summary>Lays the parameters out in one allocation of a new process, with absolute pointers, and points its PEB at them.</summary>
    /// <returns>STATUS_NO_MEMORY, STATUS_SUCCESS.</returns>
    public NtStatus WriteTo(EProcess process)
    {
        uint textBytes = (uint)texts.Sum(text => RoomOf(text.Content, text.Room));
        uint used = HeadSize + textBytes;
        NtStatus status = Mm.Allocate(process, used + (uint)environment.Length, PageProtection.ReadWrite, topDown: false, out GuestAddress block);
        if (!status.IsSuccess) return status;
        GuestAddress next = block + HeadSize;
        foreach ((GuestUnicodeString field, byte[] content, ushort room) in texts)
        {
            GuestUnicodeString target = field;
            target.Length = (ushort)content.Length;
            target.MaximumLength = Math.Max(room, (ushort)content.Length);
            target.Buffer = room == 0 ? GuestAddress.Null : next;
            process.Memory.Write(next, content);
            next += RoomOf(content, room);
        }
        RtlUserProcessParameters own = fields;
        own.Length = own.MaximumLength = used;
        own.Flags |= Normalized;
        own.Environment = environment.Length == 0 ? GuestAddress.Null : next;
        BitConverter.TryWriteBytes(head.Bytes.AsSpan((int)EnvironmentSizeAt), environment.Length);
        process.Memory.Write(next, environment);
        process.Memory.Write(block, head.Bytes);
        Peb peb = process.PebFields;
        peb.ProcessParameters = block;
        return NtStatus.Success;
    }

    /// <summary>The current directories of drives point at the parent's memory, and the handle of the current one is the parent's.</summary>
    static void ClearWhatTheChildHasNot(NtKernel kernel, byte[] bytes, RtlUserProcessParameters fields)
    {
        int drives = kernel.Profile.Types["_RTL_USER_PROCESS_PARAMETERS"].OffsetOf("CurrentDirectores");
        bytes.AsSpan(drives, (int)EnvironmentSizeAt - drives).Clear();
        fields.CurrentDirectoryHandle = 0;
    }

    /// <summary>Room for the text and a zero behind it, in whole dwords.</summary>
    static uint RoomOf(byte[] content, ushort room) => room == 0 ? 0 : ((uint)Math.Max(room, content.Length + 2) + 3) & ~3u;

    static byte[] TextOf(KThread caller, GuestUnicodeString field, uint shift)
    {
        byte[] content = new byte[field.Length];
        UserMemory.Read(caller, field.Buffer + shift, content);
        return content;
    }

    /// <summary>Reads variables up to the empty one that ends them.</summary>
    static bool TryReadEnvironment(KThread caller, GuestAddress address, out byte[] environment)
    {
        var bytes = new List<byte>();
        byte[] part = new byte[256];
        bool wasZero = true;
        while (bytes.Count < LargestEnvironment)
        {
            int length = (int)Math.Min((uint)part.Length, GuestAddress.PageSize - (address + (uint)bytes.Count).PageOffset) & ~1;
            if (length == 0) length = 2;
            UserMemory.Read(caller, address + (uint)bytes.Count, part.AsSpan(0, length));
            for (int at = 0; at < length; at += 2)
            {
                bytes.AddRange(part.AsSpan(at, 2));
                bool isZero = part[at] == 0 && part[at + 1] == 0;
                if (isZero && wasZero)
                {
                    environment = [.. bytes];
                    return true;
                }
                wasZero = isZero;
            }
        }
        environment = [];
        return false;
    }
}
