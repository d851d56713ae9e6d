namespace Grlm.LanguageModels;

/// <summary>
/// Keys and values of prompts that have been read, for those to come that begin alike: the instruction that all share, the history of a
/// user who comes back. Stretches form a radix tree, which is split where prompts part; what has not been used for longest goes first when
/// memory runs out. Stretches that are in use stay whole until they are let go. Safe for concurrent use.
/// </summary>
/// <param name="maximumBytes">Memory to use at most; 0 to keep nothing.</param>
internal sealed class PrefixCache(long maximumBytes)
{
    private const int LeastShared = 8; // fewer tokens are read again sooner than a stretch is split

    private readonly Lock _gate = new();
    private readonly Node _root = new(null, null);
    private readonly List<Node> _nodes = [];
    private long _clock;

    /// <summary>Memory in use.</summary>
    public long Bytes { get; private set; }

    /// <summary>Finds the stretches that a prompt begins with.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <returns>Stretches, first to last, which cover as much of the beginning as is known.</returns>
    public IReadOnlyList<PromptSegment> Find(ReadOnlySpan<int> prompt)
    {
        lock (_gate)
        {
            var (node, path) = (_root, new List<PromptSegment>());
            while (true)
            {
                var (child, common) = Best(node, prompt);
                if (child is null)
                {
                    return path;
                }

                node = common < child.Segment!.Length ? Split(child, common) : child;
                node.LastUse = ++_clock;
                path.Add(node.Segment!);
                prompt = prompt[common..];
            }
        }
    }

    /// <summary>Keeps a stretch, once it has been read.</summary>
    /// <param name="path">The stretches before it.</param>
    /// <param name="segment">The stretch.</param>
    public void Add(IReadOnlyList<PromptSegment> path, PromptSegment segment)
    {
        lock (_gate)
        {
            var parent = _root;
            foreach (var before in path)
            {
                parent = parent.Children.Find(child => child.Segment!.Tokens.AsSpan().SequenceEqual(before.Tokens));
                if (parent is null)
                {
                    return; // what it follows has been let go meanwhile
                }
            }

            if (segment.Bytes <= maximumBytes
                && !parent.Children.Exists(child => child.Segment!.Tokens.AsSpan().SequenceEqual(segment.Tokens)))
            {
                Attach(new Node(parent, segment) { LastUse = ++_clock });
                while (Bytes > maximumBytes)
                {
                    Detach(_nodes.Where(node => node.Children.Count == 0).MinBy(node => node.LastUse)!);
                }
            }
        }
    }

    /// <summary>Returns the stretch that covers most of a prompt, if it is worth taking: as a whole, or long enough to be split.</summary>
    private static (Node? Node, int Common) Best(Node parent, ReadOnlySpan<int> prompt)
    {
        (Node? Node, int Common) best = (null, 0);
        foreach (var child in parent.Children)
        {
            var common = prompt.CommonPrefixLength(child.Segment!.Tokens);
            var isWorth = common >= LeastShared || common == child.Segment.Length;
            best = isWorth && common > best.Common ? (child, common) : best;
        }

        return best;
    }

    /// <summary>Puts a node for the beginning of a stretch in the place of the whole, and the rest below it.</summary>
    private Node Split(Node node, int length)
    {
        var segment = node.Segment!;
        var upper = new Node(node.Parent, segment.Slice(0, length)) { LastUse = node.LastUse };
        var lower = new Node(upper, segment.Slice(length, segment.Length - length)) { LastUse = node.LastUse };
        lower.Children.AddRange(node.Children);
        lower.Children.ForEach(child => child.Parent = lower);
        Detach(node);
        Attach(upper);
        Attach(lower);
        return upper;
    }

    private void Attach(Node node)
    {
        node.Parent!.Children.Add(node);
        _nodes.Add(node);
        Bytes += node.Segment!.Bytes;
    }

    private void Detach(Node node)
    {
        node.Parent!.Children.Remove(node);
        _nodes.Remove(node);
        Bytes -= node.Segment!.Bytes;
    }

    private sealed class Node(Node? parent, PromptSegment? segment)
    {
        public Node? Parent { get; set; } = parent;

        public PromptSegment? Segment { get; } = segment;

        public List<Node> Children { get; } = [];

        public long LastUse { get; set; }
    }
}
