using System.Net;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>What is behind the machine's network adapter and can be talked to.</summary>
interface IOutside
{
    /// <summary>Begins a connection; the outcome comes to <see cref="StreamSocket.CompleteConnect(NtStatus)"/>.</summary>
    /// <returns>STATUS_PENDING, or why it cannot be.</returns>
    NtStatus Connect(StreamSocket socket, IPEndPoint destination);

    /// <summary>Sends a message away from a socket of the machine.</summary>
    NtStatus Send(DatagramSocket socket, IPEndPoint destination, ReadOnlySpan<byte> message);

    /// <summary>Looks a name up; the answer comes later.</summary>
    void Resolve(string name, Action<IPAddress[]> answer);

    /// <summary>The socket listens: whoever outside may, connects.</summary>
    void Listen(StreamSocket socket);

    /// <summary>The socket is closed.</summary>
    void Forget(NetSocket socket);
}
