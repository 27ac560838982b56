using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>FILE_RENAME_INFORMATION_EX.Flags.</summary>
[Flags]
enum RenameFlags : uint
{
    ReplaceIfExists = 0x01,

    /// <summary>What is replaced may be open.</summary>
    PosixSemantics = 0x02,
    IgnoreReadOnly = 0x40,
}

/// <summary>FileRenameInformation.</summary>
static class FileRename
{
    const int HeaderSize = 0xC;

    /// <returns>STATUS_INVALID_PARAMETER for a length beyond the buffer, errors of the new name, STATUS_NOT_SAME_DEVICE,
    /// STATUS_ACCESS_DENIED for a target in use or a folder with open files, what the volume says, STATUS_SUCCESS.</returns>
    public static NtStatus Run(KThread caller, FileObject file, Fcb control, ReadOnlySpan<byte> given, RenameFlags flags)
    {
        Handle root = new(BinaryPrimitives.ReadUInt32LittleEndian(given[4..]));
        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(given[8..]);
        if (bytes == 0 || (bytes & 1) != 0 || bytes > given.Length - HeaderSize) return NtStatus.InvalidParameter;
        string name = new(MemoryMarshal.Cast<byte, char>(given.Slice(HeaderSize, (int)bytes)));
        var device = (VolumeDevice)file.Device;
        NtStatus status = FindTarget(caller, control.Node, root, name, out VolumeNode? folder, out string last);
        if (!status.IsSuccess) return status;
        VolumeNode? replaced = null;
        if (device.Volume.Find(folder!, last, out VolumeLookup existing).IsSuccess && existing.Node is { } other && other != control.Node)
        {
            if (!flags.HasFlag(RenameFlags.ReplaceIfExists)) return NtStatus.ObjectNameCollision;
            if (device.Find(other) is not null && !flags.HasFlag(RenameFlags.PosixSemantics)) return NtStatus.AccessDenied;
            if (flags.HasFlag(RenameFlags.IgnoreReadOnly)) status = other.SetAttributes(other.Attributes & ~FileAttributes.ReadOnly);
            if (!status.IsSuccess) return status;
            replaced = other;
        }
        return device.HasOpenBelow(control.Node) ? NtStatus.AccessDenied : Move(device, control.Node, folder!, last, replaced);
    }

    static NtStatus Move(VolumeDevice device, VolumeNode node, VolumeNode folder, string name, VolumeNode? replaced)
    {
        (VolumeNode? source, string oldName) = (node.Parent, node.Name);
        bool isOpen = replaced is not null && device.Find(replaced) is not null;
        NtStatus status = device.Volume.Rename(node, folder, name, replaced is not null, keepReplaced: isOpen);
        if (!status.IsSuccess) return status;
        DirectoryWatches watches = device.Watches;
        ChangeFilter filter = DirectoryWatches.NameFilter(node);
        if (replaced is not null) watches.Report(replaced, ChangeFilter.FileName, ChangeAction.Removed);
        bool isMove = source != folder;
        watches.Report(source!, oldName, filter, isMove ? ChangeAction.Removed : ChangeAction.RenamedOldName);
        watches.Report(node, filter, isMove ? ChangeAction.Added : ChangeAction.RenamedNewName);
        return status;
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
