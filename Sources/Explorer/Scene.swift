/// What stands for the input in the picture of a receptive field: a landscape for images, a wave for signals.
enum Scene {
  /// Symbols of one square, which the script stretches to the input's size; hidden themselves.
  static let symbols = """
    <svg class="hidden" aria-hidden="true" focusable="false">
    <defs>
    <marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">
    <path class="arrow" d="M0 0.5L8 4L0 7.5z"/>
    </marker>
    <pattern id="hatch" width="0.06" height="0.06" viewBox="0 0 8 8" preserveAspectRatio="xMidYMid slice">
    <path class="hatch" d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/>
    </pattern>
    </defs>
    <symbol id="scene" viewBox="0 0 120 120" preserveAspectRatio="none">
    <rect width="120" height="120" fill="#a9d0ec"/>
    <circle cx="92" cy="24" r="11" fill="#ffdf80"/>
    <path d="M14 27c2-8 14-8 16-1 7-3 12 3 9 7H10c-4-2-1-7 4-6z" fill="#f4f8fb"/>
    <path d="M0 76L28 40L44 58L66 30L104 78L120 66V120H0z" fill="#7d95a8"/>
    <path d="M66 30L57 42L63 47L68 42L74 47L78 45z" fill="#f4f8fb"/>
    <path d="M0 84C28 66 62 74 84 84S112 86 120 82V120H0z" fill="#79a85c"/>
    <path d="M0 100C34 88 78 94 120 104V120H0z" fill="#5d8c47"/>
    <path d="M30 96V84H34V96z" fill="#6b4a32"/>
    <path d="M32 62L42 77H36L45 87H19L28 77H22z" fill="#2f6440"/>
    <path d="M72 74H96V96H72z" fill="#f1dfc4"/>
    <path d="M68 75L84 60L100 75z" fill="#b4503c"/>
    <path d="M80 84H88V96H80z" fill="#6b4a32"/>
    <path d="M75 78H80V83H75zM89 78H94V83H89z" fill="#557a96"/>
    </symbol>
    <symbol id="signal" viewBox="0 0 160 20" preserveAspectRatio="none">
    <rect width="160" height="20" fill="#dcebf6"/>
    <path d="M0 10C5 0 9 0 14 10S23 20 28 10S36 5 40 10S46 16 50 10S58 -3 64 10S74 22 80 10S88 3 93 10S99 14 103 10S111 1 117 10\
    S126 19 131 10S138 6 142 10S151 15 160 8" fill="none" stroke="#1f6fb5" stroke-width="1.2"/>
    </symbol>
    </svg>
    """
}
