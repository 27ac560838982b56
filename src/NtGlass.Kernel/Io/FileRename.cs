using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>FileRenameInformation.</summary>
static class FileRename
{
    const int HeaderSize = 0xC;

    /// <returns>STATUS_INVALID_PARAMETER for a length beyond the buffer, errors of the new name, STATUS_NOT_SAME_DEVICE,
    /// STATUS_ACCESS_DENIED for a target in use or a folder with open files, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Run(KThread caller, FileObject file, Fcb control, ReadOnlySpan<byte> given)
    {
        bool replace = given[0] != 0;
        Handle root = new(BinaryPrimitives.ReadUInt32LittleEndian(given[4..]));
        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(given[8..]);
        if (bytes == 0 || (bytes & 1) != 0 || bytes > given.Length - HeaderSize) return NtStatus.InvalidParameter;
        string name = new(MemoryMarshal.Cast<byte, char>(given.Slice(HeaderSize, (int)bytes)));
        var device = (VolumeDevice)file.Device;
        NtStatus status = FindTarget(caller, control.Node, root, name, out VolumeNode? folder, out string last);
        if (!status.IsSuccess) return status;
        if (device.Volume.Find(folder!, last, out VolumeLookup existing).IsSuccess && existing.Node is { } other && other != control.Node)
        {
            if (!replace) return NtStatus.ObjectNameCollision;
            if (device.Find(other) is not null) return NtStatus.AccessDenied;
        }
        return device.HasOpenBelow(control.Node) ? NtStatus.AccessDenied : device.Volume.Rename(control.Node, folder!, last, replace);
    }

    // A simple name stays in the folder; anything else is a path like an open's.
    static NtStatus FindTarget(KThread caller, VolumeNode node, Handle root, string name, out VolumeNode? folder, out string last)
    {
        folder = node.Parent;
        last = name;
        int slash = name.LastIndexOf('\\');
        if (slash < 0 && root.IsNull) return folder is null ? NtStatus.AccessDenied : NtStatus.Success;
        last = name[(slash + 1)..];
        string parent = slash < 0 ? "" : name[..(root.IsNull ? slash + 1 : slash)];
        CapturedAttributes attributes = new(root, parent, ObjectAttributeFlags.CaseInsensitive, GuestAddress.Null);
        NtStatus status = Io.Open(caller, attributes, OpenPacket.ForAttributes(options: CreateOptions.DirectoryFile), out FileObject? target);
        if (target is null) return status is { IsSuccess: false } && status != NtStatus.ObjectNameNotFound ? status : NtStatus.ObjectPathNotFound;
        folder = target.Control?.Node;
        bool sameDevice = target.Device is VolumeDevice;
        target.Header.Dereference();
        return folder is not null && sameDevice ? NtStatus.Success : NtStatus.NotSameDevice;
    }
}
