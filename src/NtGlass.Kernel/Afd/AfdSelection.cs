namespace NtGlass.Kernel;

/// <summary>What WSAEventSelect asked for, what has happened since, and what the program has not reacted to yet.</summary>
sealed class AfdSelection
{
    KEvent? signal;

    public SocketEvents Mask { get; private set; }

    /// <summary>Recorded for WSAEnumNetworkEvents.</summary>
    public SocketEvents Pending { get; private set; }

    /// <summary>Told once; it is told again when the call that reacts to it has been made.</summary>
    public SocketEvents Reported { get; private set; }

    /// <summary>Asks for events; takes over the reference to the event.</summary>
    public void Set(KEvent? asked, SocketEvents mask)
    {
        signal?.Header.Dereference();
        signal = asked;
        Mask = mask;
    }

    /// <summary>A socket that was accepted tells the same event as its listener.</summary>
    public void CopyFrom(AfdSelection other)
    {
        other.signal?.Header.Reference();
        Set(other.signal, other.Mask);
    }

    /// <summary>The program has reacted: what still holds or comes again is told again.</summary>
    public void Enable(SocketEvents events)
    {
        Pending &= ~events;
        Reported &= ~events;
    }

    /// <summary>Records what is new among what has happened, and signals the event for what was asked for.</summary>
    public void Record(SocketEvents happened)
    {
        SocketEvents fresh = happened & Mask & ~Reported;
        Pending |= fresh;
        Reported |= fresh;
        Wake();
    }

    public void Wake()
    {
        if (signal is not null && (Pending & Mask) != 0) Ke.SetEvent(signal);
    }

    public SocketEvents Take()
    {
        SocketEvents taken = Pending & Mask;
        Pending &= ~Mask;
        return taken;
    }
}
