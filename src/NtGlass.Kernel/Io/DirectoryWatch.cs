using System.Text;
using NtGlass.Abi;
using NtGlass.Host;

namespace NtGlass.Kernel;

/// <summary>What one open folder has seen of its changes, and the requests that wait for them.</summary>
/// <param name="size">The bytes of changes that are kept between requests: what the first request had room for.</param>
sealed class DirectoryWatch(VolumeNode folder, ChangeFilter filter, bool watchesTree, uint size)
{
    const int HeaderSize = 0xC;

    readonly LinkedList<(IoRequest Request, UserBuffer Buffer, uint Length)> waiting = new();
    readonly List<(ChangeAction Action, byte[] Name)> changes = [];
    int bytes;
    bool isLost;

    public VolumeNode Folder => folder;

    public ChangeFilter Filter => filter;

    public bool WatchesTree => watchesTree;

    /// <returns>STATUS_DELETE_PENDING for a folder that is gone, STATUS_NOTIFY_ENUM_DIR when changes were lost, STATUS_PENDING, STATUS_SUCCESS.</returns>
    public NtStatus Ask(IoRequest request, UserBuffer buffer, uint length)
    {
        if (folder.IsDeleted) return NtStatus.DeletePending;
        if (isLost || changes.Count > 0) return Give(request, buffer, length);
        LinkedListNode<(IoRequest, UserBuffer, uint)> place = waiting.AddLast((request, buffer, length));
        return request.Pend(() =>
        {
            waiting.Remove(place);
            if (request.File.IsCleanedUp) request.Complete(NtStatus.NotifyCleanup, 0);
        });
    }

    /// <summary>A change has happened; the old name of a rename waits for the new one.</summary>
    public void Note(string name, ChangeAction action)
    {
        byte[] text = Encoding.Unicode.GetBytes(name);
        bool isRepeated = action == ChangeAction.Modified && changes.Count > 0
            && changes[^1] is { Action: ChangeAction.Modified, Name: var last } && last.AsSpan().SequenceEqual(text);
        if (!isLost && !isRepeated) Keep(action, text);
        if (action != ChangeAction.RenamedOldName) Tell();
    }

    public void FolderIsGone()
    {
        while (waiting.First is { Value: var (request, _, _) })
        {
            waiting.RemoveFirst();
            request.Complete(NtStatus.DeletePending, 0);
        }
    }

    void Keep(ChangeAction action, byte[] name)
    {
        bytes += Align(HeaderSize + name.Length);
        changes.Add((action, name));
        if (bytes > size) Lose();
    }

    void Lose()
    {
        isLost = true;
        bytes = 0;
        changes.Clear();
    }

    void Tell()
    {
        if (waiting.First is not { Value: var (request, buffer, length) }) return;
        waiting.RemoveFirst();
        Give(request, buffer, length);
    }

    NtStatus Give(IoRequest request, UserBuffer buffer, uint length)
    {
        byte[] answer = isLost ? [] : Format();
        if (answer.Length > length) answer = [];
        Lose();
        isLost = false;
        if (answer.Length == 0) return request.Complete(NtStatus.NotifyEnumDir, 0);
        NtStatus copied = request.CopyOut(buffer, answer);
        return request.Complete(copied, copied.IsSuccess ? (uint)answer.Length : 0);
    }

    byte[] Format()
    {
        byte[] lastName = changes[^1].Name;
        int unpadded = bytes - Align(HeaderSize + lastName.Length) + HeaderSize + lastName.Length;
        GuestRecord record = new(unpadded);
        int at = 0;
        for (int index = 0; index < changes.Count; index++)
        {
            (ChangeAction action, byte[] name) = changes[index];
            int entry = Align(HeaderSize + name.Length);
            record.Set(at, index == changes.Count - 1 ? 0u : (uint)entry).Set(at + 4, (uint)action)
                .Set(at + 8, (uint)name.Length).Set(at + HeaderSize, name);
            at += entry;
        }
        return record.Bytes;
    }

    static int Align(int length) => (length + 3) & ~3;
}
