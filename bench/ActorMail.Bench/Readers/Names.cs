namespace ActorMail.Bench.Readers;

/// <summary>
/// The parts made-up readers are put together from. The ASCII form stands beside each, for the address.
/// </summary>
internal static class Names
{
    public static readonly (string Name, string Ascii)[] Given = Parse(
        "Amélie/amelie Björn/bjoern Chloé/chloe Dávid/david Émile/emile Zoë/zoe Søren/soren Jürgen/juergen "
        + "Łukasz/lukasz "
        + "Małgorzata/malgorzata Şebnem/sebnem Óscar/oscar Nuño/nuno Ximena/ximena Anaïs/anais Þóra/thora Åsa/asa "
        + "Ivana/ivana Čeněk/cenek Đorđe/djordje Eszter/eszter Ganna/ganna Ольга/olga Дмитрий/dmitri Ελένη/eleni "
        + "Γιώργος/giorgos さくら/sakura 健太/kenta 小明/xiaoming 美玲/meiling 지훈/jihoon 서연/seoyeon אורי/ori نور/noor "
        + "فرهاد/farhad आरव/aarav प्रिया/priya Nguyệt/nguyet Adaeze/adaeze Kwame/kwame Siân/sian Aoife/aoife "
        + "Conor/conor Grace/grace Tom/tom Mary-Jane/mary.jane D’Arcy/darcy Ana/ana Bruno/bruno Carla/carla");

    public static readonly (string Name, string Ascii)[] Family = Parse(
        "García/garcia Müller/mueller Nowák/nowak O’Brien/obrien Lindström/lindstroem Kovačević/kovacevic "
        + "Yılmaz/yilmaz "
        + "Dvořák/dvorak Ferreira/ferreira Å/a Ødegård/odegard Lefèvre/lefevre Peña/pena Иванова/ivanova "
        + "Шевченко/shevchenko Παπαδόπουλος/papadopoulos 田中/tanaka 鈴木/suzuki 王/wang 陳/chen 김/kim 박/park "
        + "כהן/cohen حداد/haddad शर्मा/sharma Trần/tran Okafor/okafor Mensah/mensah Smith-Jones/smith-jones "
        + "van|der|Berg/vandenberg Jónsdóttir/jonsdottir Szabó/szabo Rossi/rossi Silva/silva Brown/brown");

    public static readonly string[] Cities =
    [
        "Kraków", "Zürich", "São Paulo", "Malmö", "Reykjavík", "İzmir", "Plzeň", "Győr", "Αθήνα", "Київ", "東京", "上海",
        "서울", "תל אביב", "القاهرة", "मुंबई", "Hà Nội", "Lagos", "Accra", "Cork", "Cardiff", "Lyon", "Porto", "A Coruña",
        "Washington, D.C.", "St. John's", "Winston-Salem", "The \"Old\" Harbour",
    ];

    public static readonly string[] Domains = ["example.com", "example.org", "example.net"];

    private static (string, string)[] Parse(string text) =>
        [.. text.Split(' ').Select(pair => pair.Split('/')).Select(pair => (pair[0].Replace('|', ' '), pair[1]))];
}
