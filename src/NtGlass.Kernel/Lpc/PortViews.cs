using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>
/// PORT_VIEW of a section that one end gives, and REMOTE_PORT_VIEW of what the other end gives: large data goes through memory that both map.
/// </summary>
sealed class PortViews(KThread caller, UserBuffer own, UserBuffer remote) : IDisposable
{
    const int OwnLength = 0x18, RemoteLength = 0xC;
    const uint SectionHandleAt = 4, OffsetAt = 8, SizeAt = 12, BaseAt = 16, RemoteBaseAt = 20;

    LpcView? ownView;

    /// <summary>The view of this end's section at the other end.</summary>
    LpcView? ownAtOtherEnd;

    /// <summary>The view that this end has of the other end's section.</summary>
    LpcView? remoteHere;

    ObjectRef<Section> section;
    uint offset;

    /// <summary>The size of the view that this end gives; 0 for none.</summary>
    public uint OwnSize => ownView?.Size ?? 0;

    /// <returns>False when a structure's length is not its length.</returns>
    public bool TryProbe()
    {
        if (!own.IsNull)
        {
            own.ProbeForWrite(caller, OwnLength, alignment: 4);
            if (new In<uint>(own.Address).Read(caller) != OwnLength) return false;
        }
        if (remote.IsNull) return true;
        remote.ProbeForWrite(caller, RemoteLength, alignment: 4);
        return new In<uint>(remote.Address).Read(caller) == RemoteLength;
    }

    /// <summary>Maps this end's section in its own process; the port keeps the view.</summary>
    /// <returns>Errors of the section's handle, STATUS_MAPPED_ALIGNMENT, what mapping says, STATUS_SUCCESS.</returns>
    public NtStatus MapOwn(LpcPort port)
    {
        if (own.IsNull) return NtStatus.Success;
        var handle = new In<HandleOf<Section>>(own.Slice(SectionHandleAt).Address).Read(caller);
        NtStatus status = Ob.Reference(caller, handle, Section.MapRead | Section.MapWrite, out section);
        if (status.IsError) return status;
        offset = new In<uint>(own.Slice(OffsetAt).Address).Read(caller);
        if ((offset & (UserRange.Granularity - 1)) != 0) return NtStatus.MappedAlignment;
        uint size = new In<uint>(own.Slice(SizeAt).Address).Read(caller);
        status = LpcView.Map(caller.Process, section.Object, offset, size, out ownView);
        if (ownView is not null) port.Keep(ownView);
        return ownView is null ? status : NtStatus.Success;
    }

    /// <summary>Maps what this end gives at the other end; the other end's port keeps the view.</summary>
    /// <returns>What mapping says, STATUS_SUCCESS.</returns>
    public NtStatus Share(LpcPort otherPort, PortViews other)
    {
        if (ownView is null) return NtStatus.Success;
        NtStatus status = LpcView.Map(otherPort.Owner, section.Object, offset, ownView.Size, out LpcView? view);
        if (view is null) return status;
        otherPort.Keep(view);
        ownAtOtherEnd = other.remoteHere = view;
        return NtStatus.Success;
    }

    /// <summary>Writes where the views lie.</summary>
    public void Write()
    {
        if (!own.IsNull && ownView is not null)
        {
            new Out<uint>(own.Slice(SizeAt).Address).Write(caller, ownView.Size);
            new Out<GuestAddress>(own.Slice(BaseAt).Address).Write(caller, ownView.Base);
            new Out<GuestAddress>(own.Slice(RemoteBaseAt).Address).Write(caller, ownAtOtherEnd?.Base ?? default);
        }
        if (remote.IsNull) return;
        new Out<uint>(remote.Slice(4).Address).Write(caller, remoteHere?.Size ?? 0);
        new Out<GuestAddress>(remote.Slice(8).Address).Write(caller, remoteHere?.Base ?? default);
    }

    /// <summary>Gives the section back.</summary>
    public void Dispose()
    {
        section.Dispose();
        section = default;
    }
}
