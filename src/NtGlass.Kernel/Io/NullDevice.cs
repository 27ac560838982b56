using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary><c>\Device\Null</c>: takes everything and gives nothing.</summary>
sealed class NullDevice : IoDevice
{
    public override uint DeviceType => FileDevice.Null;

    internal override NtStatus Open(OpenPacket packet, FileObject? related, string path, out FileObject? file) =>
        DeviceOpen.Simple(this, packet, path, out file);

    internal override NtStatus Read(IoTransfer transfer) => transfer.Request.Complete(NtStatus.EndOfFile, 0);

    internal override NtStatus Write(IoTransfer transfer) => transfer.Request.Complete(NtStatus.Success, transfer.Length);
}
