using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The opening of devices that have no files below them.</summary>
static class DeviceOpen
{
    /// <returns>STATUS_OBJECT_PATH_NOT_FOUND with a path, STATUS_NOT_A_DIRECTORY, STATUS_SUCCESS.</returns>
    public static NtStatus Simple(IoDevice device, OpenPacket packet, string path, out FileObject? file)
    {
        file = null;
        if (path.Length > 0) return NtStatus.ObjectPathNotFound;
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        packet.Result = CreateResult.Opened;
        file = new FileObject(device, "", packet);
        return NtStatus.Success;
    }
}
