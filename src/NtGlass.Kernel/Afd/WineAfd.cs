using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>AFD as Wine's ws2_32 and mswsock speak to it.</summary>
static class WineAfd
{
    static readonly Dictionary<WineAfdCode, Func<AfdCall, NtStatus>> calls = new()
    {
        [WineAfdCode.Create] = AfdConnections.Create,
        [WineAfdCode.Bind] = AfdConnections.Bind,
        [WineAfdCode.Listen] = AfdConnections.Listen,
        [WineAfdCode.Connect] = AfdConnections.Connect,
        [WineAfdCode.Accept] = AfdConnections.Accept,
        [WineAfdCode.AcceptInto] = AfdConnections.AcceptInto,
        [WineAfdCode.Shutdown] = AfdConnections.Shutdown,
        [WineAfdCode.GetSocketName] = AfdQueries.SocketName,
        [WineAfdCode.GetPeerName] = AfdQueries.PeerName,
        [WineAfdCode.GetInfo] = AfdQueries.Info,
        [WineAfdCode.GetError] = AfdQueries.Error,
        [WineAfdCode.GetAcceptConnections] = AfdQueries.IsListening,
        [WineAfdCode.GetConnectTime] = AfdQueries.ConnectTime,
        [WineAfdCode.GetReadable] = AfdQueries.Readable,
        [WineAfdCode.IsAtMark] = AfdQueries.IsAtMark,
        [WineAfdCode.GetInterfaceList] = AfdQueries.InterfaceList,
        [WineAfdCode.Receive] = AfdTransfers.Receive,
        [WineAfdCode.ReceiveMessage] = AfdTransfers.ReceiveMessage,
        [WineAfdCode.SendMessage] = AfdTransfers.SendMessage,
        [WineAfdCode.Transmit] = AfdTransmit.Start,
        [WineAfdCode.Poll] = static call => AfdPoll.Start(call.Control, call.Input),
        [WineAfdCode.EventSelect] = AfdEvents.EventSelect,
        [WineAfdCode.GetEvents] = AfdEvents.GetEvents,
        [WineAfdCode.MessageSelect] = AfdEvents.MessageSelect,
        [WineAfdCode.SetNonBlocking] = AfdEvents.SetNonBlocking,
        [WineAfdCode.AddressListChange] = AfdEvents.AddressListChange,
        [WineAfdCode.CompleteAsync] = AfdEvents.CompleteAsync,
        [WineAfdCode.KeepAliveValues] = AfdOptionCalls.KeepAliveValues,
    };

    /// <returns>STATUS_INSUFFICIENT_RESOURCES for more input than there can be, STATUS_INVALID_PARAMETER for a file that is no socket yet,
    /// STATUS_NOT_SUPPORTED for an unknown code, what the call says.</returns>
    public static NtStatus Control(IoControl control, AfdEndpoint endpoint)
    {
        if (IoControl.IsNeither(control.Code)) control.Output.ProbeForWrite(control.Caller, control.OutputLength, alignment: 1);
        NtStatus status = control.ReadInput(out byte[] input);
        if (status.IsError) return status;
        AfdCall call = new(control, endpoint, input);
        bool needsSocket = call.Code is not (WineAfdCode.Create or WineAfdCode.Poll or WineAfdCode.CompleteAsync);
        if (needsSocket && endpoint.Socket is null) return NtStatus.InvalidParameter;
        return calls.TryGetValue(call.Code, out Func<AfdCall, NtStatus>? action) ? action(call) : AfdOptionCalls.Run(call);
    }
}
