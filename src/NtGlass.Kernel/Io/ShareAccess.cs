using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>SHARE_ACCESS: who may read, write and delete a file while others have it open.</summary>
sealed class ShareAccess
{
    const uint ShareRead = 1, ShareWrite = 2, ShareDelete = 4;

    readonly List<FileObject> opens = [];

    public int OpenCount => opens.Count;

    /// <summary>Whether an open with these rights goes together with those that are there; opens for attributes only always do.</summary>
    /// <returns>STATUS_SUCCESS or STATUS_SHARING_VIOLATION.</returns>
    public NtStatus Check(uint access, uint share)
    {
        uint wanted = SharedRights(access);
        foreach (FileObject open in opens)
        {
            uint held = SharedRights(open.Access);
            if (wanted == 0 || held == 0) continue;
            if ((wanted & ~open.ShareAccess) != 0 || (held & ~share) != 0) return NtStatus.SharingViolation;
        }
        return NtStatus.Success;
    }

    public void Add(FileObject file) => opens.Add(file);

    public void Remove(FileObject file) => opens.Remove(file);

    static uint SharedRights(uint access) =>
        ((access & (FileRights.ReadData | FileRights.Execute)) != 0 ? ShareRead : 0)
        | ((access & (FileRights.WriteData | FileRights.AppendData)) != 0 ? ShareWrite : 0)
        | ((access & FileRights.Delete) != 0 ? ShareDelete : 0);
}
