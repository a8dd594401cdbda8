using ActorMail.Relays;

namespace ActorMail.Tests.Relays;

public class WindowTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_starts_at_two_and_is_at_eight_after_twenty_seven_successes()
    {
        var window = new Window(8);
        Assert.Equal(2, window.Width);
        var needed = Enumerable.Range(1, 1000).First(_ => Grow(window, 1) == 8);
        Assert.Equal(2 + 3 + 4 + 5 + 6 + 7, needed);
        Assert.Equal(8, Grow(window, 1000));
    }

    [Fact]
    public void One_connection_is_one_connection() => Assert.Equal(1, Grow(new Window(1), 100));

    [Fact]
    public void A_complaint_halves_it_and_those_of_the_same_moment_do_not_again()
    {
        var window = new Window(16);
        Grow(window, 1000);
        for (var complaint = 0; complaint < 16; complaint++) window.Halve(Now.AddMilliseconds(complaint));
        Assert.Equal(8, window.Width);
        window.Halve(Now.AddSeconds(2));
        Assert.Equal(4, window.Width);
        for (var more = 0; more < 9; more++) window.Halve(Now.AddMinutes(more + 1));
        Assert.Equal(1, window.Width);
        Assert.True(window.IsNarrowed);
        Assert.Equal(2, Grow(window, 1));
    }

    [Fact]
    public void What_was_refused_once_is_not_tried_again_for_a_while_and_the_while_doubles()
    {
        var window = new Window(8);
        Grow(window, 1000);
        window.Ceil(4, Now);
        Assert.Equal(4, Grow(window, 1000, Now.AddSeconds(59)));
        Assert.Equal(8, Grow(window, 1000, Now.AddSeconds(61)));
        window.Ceil(4, Now.AddSeconds(62));
        Assert.Equal(4, Grow(window, 1000, Now.AddSeconds(62 + 119)));
        Assert.Equal(8, Grow(window, 1000, Now.AddSeconds(62 + 121)));
    }

    private static int Grow(Window window, int successes, DateTimeOffset? at = null)
    {
        for (var success = 0; success < successes; success++) window.Succeeded(at ?? Now);
        return window.Width;
    }
}
