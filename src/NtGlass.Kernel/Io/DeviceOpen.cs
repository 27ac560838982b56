using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>The opening of devices, and of the folder at the root of file systems that have no others.</summary>
static class DeviceOpen
{
    /// <returns>STATUS_OBJECT_PATH_NOT_FOUND with a path, STATUS_NOT_A_DIRECTORY, STATUS_SUCCESS.</returns>
    public static NtStatus Simple(IoDevice device, OpenPacket packet, string path, out FileObject? file)
    {
        file = null;
        if (path.Length > 0) return NtStatus.ObjectPathNotFound;
        return packet.Has(CreateOptions.DirectoryFile) ? NtStatus.NotADirectory : Folder(device, packet, path, out file);
    }

    public static NtStatus Folder(IoDevice device, OpenPacket packet, string path, out FileObject? file)
    {
        packet.Result = CreateResult.Opened;
        file = new FileObject(device, path, packet);
        return NtStatus.Success;
    }
}
