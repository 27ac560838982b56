using System.Buffers.Binary;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>One AFD_POLL: waits until something of what was asked for holds for one of its sockets.</summary>
sealed class AfdPoll : TimerTarget
{
    /// <summary>LARGE_INTEGER timeout, count, exclusive; then handle, events and status of each socket.</summary>
    public const int HeaderBytes = 16, EntryBytes = 12;

    readonly IoControl control;
    readonly Entry[] entries;
    readonly byte[] header;

    AfdPoll(IoControl control, byte[] header, Entry[] entries)
    {
        this.control = control;
        this.header = header;
        this.entries = entries;
    }

    bool IsExclusive => header[12] != 0;

    long Timeout100ns => BinaryPrimitives.ReadInt64LittleEndian(header);

    /// <returns>STATUS_INVALID_PARAMETER, errors of the handles, STATUS_OBJECT_TYPE_MISMATCH for a file that is no socket,
    /// STATUS_PENDING, STATUS_SUCCESS.</returns>
    public static NtStatus Start(IoControl control, byte[] input)
    {
        if (control.OutputLength < input.Length || input.Length < HeaderBytes + EntryBytes) return NtStatus.InvalidParameter;
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(8));
        if (count == 0 || count > (input.Length - HeaderBytes) / EntryBytes) return NtStatus.InvalidParameter;
        Entry[] entries = new Entry[count];
        for (int index = 0; index < count; index++)
        {
            NtStatus status = Entry.Read(control.Caller, input.AsSpan(HeaderBytes + index * EntryBytes, EntryBytes), out entries[index]);
            if (status.IsError) return status;
        }
        return new AfdPoll(control, input[..HeaderBytes], entries).Begin();
    }

    /// <summary>Ends the poll when something holds.</summary>
    public void Check()
    {
        if (Look()) End(NtStatus.Success);
    }

    /// <summary>A socket is closed under the poll.</summary>
    public void Close(AfdEndpoint closed)
    {
        foreach (Entry entry in entries)
            if (entry.Endpoint == closed) entry.Found = SocketEvents.Close;
        End(NtStatus.Success);
    }

    internal override void Expire() => End(NtStatus.Timeout);

    NtStatus Begin()
    {
        if (IsExclusive)
            foreach (AfdPoll earlier in entries.SelectMany(entry => entry.Endpoint.Polls).Where(poll => poll.IsExclusive).Distinct().ToArray())
                earlier.End(NtStatus.Success);
        if (Look() || Timeout100ns == 0) return Answer(NtStatus.Success);
        foreach (Entry entry in entries) entry.Endpoint.Polls.Add(this);
        NtKernel kernel = control.Caller.Kernel;
        if (Timeout100ns != long.MaxValue) kernel.Dispatcher.Timers.Insert(this, kernel.Clock.DueTime(Timeout100ns));
        return control.Request.Pend(Leave);
    }

    bool Look()
    {
        bool found = false;
        foreach (Entry entry in entries)
        {
            entry.Found = entry.Endpoint.Socket!.Ready & entry.Wanted;
            found |= entry.Found != SocketEvents.None;
        }
        return found;
    }

    void End(NtStatus status)
    {
        Leave();
        Answer(status);
    }

    void Leave()
    {
        foreach (Entry entry in entries) entry.Endpoint.Polls.Remove(this);
        control.Caller.Kernel.Dispatcher.Timers.Remove(this);
    }

    NtStatus Answer(NtStatus status)
    {
        Entry[] found = status == NtStatus.Success ? [.. entries.Where(entry => entry.Found != SocketEvents.None)] : [];
        GuestRecord answer = new(HeaderBytes + found.Length * EntryBytes);
        answer.Set(0, header).Set(8, (uint)found.Length);
        for (int index = 0; index < found.Length; index++)
        {
            int offset = HeaderBytes + index * EntryBytes;
            answer.Set(offset, found[index].Handle.Value).Set(offset + 4, (uint)found[index].Found).Set(offset + 8, found[index].Status.Code);
        }
        return control.Answer(status, answer.Bytes);
    }

    sealed class Entry(Handle handle, AfdEndpoint endpoint, SocketEvents wanted)
    {
        public Handle Handle => handle;

        public AfdEndpoint Endpoint => endpoint;

        public SocketEvents Wanted => wanted;

        public SocketEvents Found { get; set; }

        public NtStatus Status =>
            (Found & (SocketEvents.ConnectError | SocketEvents.Reset)) != 0 ? endpoint.Socket!.Error : NtStatus.Success;

        public static NtStatus Read(KThread caller, ReadOnlySpan<byte> bytes, out Entry entry)
        {
            entry = null!;
            Handle handle = new(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            NtStatus status = Ob.Reference(caller, handle, 0, out ObjectRef<FileObject> reference);
            if (status.IsError) return status;
            using (reference)
            {
                if (reference.Object.Context is not AfdEndpoint { Socket: not null } endpoint) return NtStatus.ObjectTypeMismatch;
                entry = new Entry(handle, endpoint, (SocketEvents)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
                return NtStatus.Success;
            }
        }
    }
}
