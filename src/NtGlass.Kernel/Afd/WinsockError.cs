using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The numbers of winsock2.h, where AFD has to give one and not an NTSTATUS.</summary>
static class WinsockError
{
    public const uint AccessDenied = 10013;
    public const uint ProtocolNotSupported = 10043;
    public const uint KindNotSupported = 10044;
    public const uint FamilyNotSupported = 10047;
    public const uint NetworkDown = 10050;

    const uint FacilityWinsock = 0xC0010000;

    /// <summary>A status that Winsock turns back into the number.</summary>
    public static NtStatus AsStatus(uint error) => new(FacilityWinsock | error);

    /// <summary>What SO_ERROR tells for a status.</summary>
    public static uint Of(NtStatus status) =>
        status.IsSuccess ? 0
        : status == NtStatus.ConnectionRefused ? 10061
        : status == NtStatus.ConnectionReset ? 10054
        : status == NtStatus.ConnectionAborted ? 10053
        : status == NtStatus.HostUnreachable ? 10065
        : status == NtStatus.NetworkUnreachable ? 10051
        : status == NtStatus.IoTimeout ? 10060
        : status == NtStatus.InvalidAddressComponent ? 10049u
        : AccessDenied;
}
