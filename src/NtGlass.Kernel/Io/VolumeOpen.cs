using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>One open on the volume, from the path to the file object.</summary>
sealed class VolumeOpen(VolumeDevice device, OpenPacket packet)
{
    /// <summary>The attributes that a program gives a file.</summary>
    internal const FileAttributes Settable = FileAttributes.ReadOnly | FileAttributes.Hidden | FileAttributes.System | FileAttributes.Archive
        | FileAttributes.Temporary | FileAttributes.NotContentIndexed;

    public NtStatus Run(FileObject? related, string path, out FileObject? file)
    {
        file = null;
        if (path.Length == 0 && related is null) return OpenVolume(out file);
        if (related is { Control: null } || packet.Has(CreateOptions.OpenByFileId)) return NtStatus.InvalidParameter;
        if (packet.HasExtendedAttributes) return NtStatus.EasNotSupported;
        NtStatus status = device.Volume.Find(related?.Control!.Node ?? device.Volume.Root, path, out VolumeLookup lookup);
        if (lookup.Node is { } node) status = OpenExisting(node, lookup);
        else if (status == NtStatus.ObjectNameNotFound) status = Create(lookup, out node!);
        else return status;
        if (!status.IsSuccess) return status;
        Fcb control = device.Reference(node);
        file = new FileObject(device, node.Path, packet, control);
        control.Sharing.Add(file);
        return NtStatus.Success;
    }

    NtStatus OpenVolume(out FileObject? file)
    {
        file = null;
        if (packet.Disposition is not (CreateDisposition.Open or CreateDisposition.OpenIf)) return NtStatus.AccessDenied;
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        packet.Result = CreateResult.Opened;
        file = new FileObject(device, "", packet);
        return NtStatus.Success;
    }

    NtStatus OpenExisting(VolumeNode node, VolumeLookup lookup)
    {
        Fcb? control = device.Find(node);
        if (control is { IsDeletePending: true }) return NtStatus.DeletePending;
        if (packet.Disposition == CreateDisposition.Create) return NtStatus.ObjectNameCollision;
        NtStatus status = node.IsFolder ? CheckFolder() : CheckFile(node, lookup, control);
        if (status.IsSuccess && packet.Has(CreateOptions.DeleteOnClose)) status = CheckDeletable(node);
        if (status.IsSuccess && control is not null) status = control.Sharing.Check(RightsToShare(), packet.ShareAccess);
        if (!status.IsSuccess) return status;
        packet.Result = CreateResult.Opened;
        return packet.Replaces ? Replace(node, control) : NtStatus.Success;
    }

    NtStatus CheckFolder()
    {
        if (packet.Has(CreateOptions.NonDirectoryFile)) return NtStatus.FileIsADirectory;
        return packet.Replaces ? NtStatus.ObjectNameCollision : NtStatus.Success;
    }

    NtStatus CheckFile(VolumeNode node, VolumeLookup lookup, Fcb? control)
    {
        if (packet.Has(CreateOptions.DirectoryFile)) return NtStatus.NotADirectory;
        if (lookup.HasTrailingBackslash) return NtStatus.ObjectNameInvalid;
        bool writes = packet.Wants(FileRights.WriteData | FileRights.AppendData) || packet.Replaces;
        if (writes && node.Attributes.HasFlag(FileAttributes.ReadOnly)) return NtStatus.AccessDenied;
        if (writes && control?.Image is not null) return NtStatus.SharingViolation;
        if (!packet.Replaces) return NtStatus.Success;
        if (control?.Data is not null) return NtStatus.UserMappedFile;
        FileAttributes guarded = node.Attributes & (FileAttributes.Hidden | FileAttributes.System);
        return (guarded & ~packet.Attributes) != 0 ? NtStatus.AccessDenied : NtStatus.Success;
    }

    NtStatus CheckDeletable(VolumeNode node)
    {
        if (node.Attributes.HasFlag(FileAttributes.ReadOnly) || device.Find(node)?.Image is not null) return NtStatus.CannotDelete;
        return node.IsFolder && device.Volume.CheckDelete(node) == NtStatus.AccessDenied ? NtStatus.CannotDelete : NtStatus.Success;
    }

    /// <summary>To overwrite a file takes the right to write it, to supersede it the right to delete it.</summary>
    uint RightsToShare() => packet.DesiredAccess
        | (packet.Disposition is CreateDisposition.Overwrite or CreateDisposition.OverwriteIf ? FileRights.WriteData : 0)
        | (packet.Disposition == CreateDisposition.Supersede ? FileRights.Delete : 0);

    NtStatus Replace(VolumeNode node, Fcb? control)
    {
        bool supersedes = packet.Disposition == CreateDisposition.Supersede;
        NtStatus status = node.SetLength(0);
        FileAttributes given = packet.Attributes & Settable;
        if (status.IsSuccess) status = node.SetAttributes((supersedes ? given : node.Attributes | given) | FileAttributes.Archive);
        if (!status.IsSuccess && control is null) node.Release();
        packet.Result = supersedes ? CreateResult.Superseded : CreateResult.Overwritten;
        if (status.IsSuccess)
            device.Watches.Report(node, ChangeFilter.Attributes | ChangeFilter.Size | ChangeFilter.LastWrite, ChangeAction.Modified);
        return status;
    }

    NtStatus Create(VolumeLookup lookup, out VolumeNode? node)
    {
        node = null;
        if (packet.Disposition is CreateDisposition.Open or CreateDisposition.Overwrite) return NtStatus.ObjectNameNotFound;
        bool isFolder = packet.Has(CreateOptions.DirectoryFile);
        if (lookup.HasTrailingBackslash && !isFolder) return NtStatus.ObjectNameInvalid;
        if (packet.Has(CreateOptions.DeleteOnClose) && packet.Attributes.HasFlag(FileAttributes.ReadOnly)) return NtStatus.CannotDelete;
        if (device.Find(lookup.Folder!) is { IsDeletePending: true }) return NtStatus.DeletePending;
        packet.Result = CreateResult.Created;
        NtStatus status = device.Volume.Create(lookup.Folder!, lookup.Name, isFolder, packet.Attributes & Settable, out node);
        if (status.IsSuccess) device.Watches.Report(node!, DirectoryWatches.NameFilter(node!), ChangeAction.Added);
        return status;
    }
}
