"""Countries: ISO 3166-1 codes, the EU authority's three letters, and names people write for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Two letters and three letters of each country, written together (ISO 3166-1).
_PAIRS = (
    "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE"
    " BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS"
    " BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN"
    " COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST"
    " EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF"
    " GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD"
    " HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM"
    " JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA"
    " LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD"
    " MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM"
    " NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG"
    " PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA"
    " SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD"
    " STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON"
    " TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR"
    " VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE"
)
ALPHA3: Mapping[str, str] = {pair[2:]: pair[:2] for pair in re.findall("[A-Z]{5}", _PAIRS)} | {
    "1A0": "XK",
    "XKX": "XK",
}
ALPHA2 = frozenset(ALPHA3.values())

# Names in English and Polish, for those who write a name where a code belongs.
_NAMES = (
    "AT:Austria;BE:Belgium/Belgia;BG:Bulgaria/Bułgaria;HR:Croatia/Chorwacja;CY:Cyprus/Cypr;"
    "CZ:Czechia/Czechy/Czech Republic;DK:Denmark/Dania;EE:Estonia;FI:Finland/Finlandia;"
    "FR:France/Francja;DE:Germany/Niemcy;GR:Greece/Grecja;HU:Hungary/Węgry;IE:Ireland/Irlandia;"
    "IT:Italy/Włochy;LV:Latvia/Łotwa;LT:Lithuania/Litwa;LU:Luxembourg/Luksemburg;MT:Malta;"
    "NL:Netherlands/Holandia/The Netherlands;PL:Poland/Polska;PT:Portugal/Portugalia;"
    "RO:Romania/Rumunia;SK:Slovakia/Słowacja;SI:Slovenia/Słowenia;ES:Spain/Hiszpania;"
    "SE:Sweden/Szwecja;IS:Iceland/Islandia;LI:Liechtenstein;NO:Norway/Norwegia;"
    "CH:Switzerland/Szwajcaria;GB:United Kingdom/Wielka Brytania/UK/England/Scotland/Wales;"
    "UA:Ukraine/Ukraina;BY:Belarus/Białoruś;MD:Moldova/Mołdawia;RS:Serbia;ME:Montenegro/Czarnogóra;"
    "MK:North Macedonia/Macedonia Północna;AL:Albania;BA:Bosnia & Herzegovina/Bośnia i Hercegowina;"
    "TR:Türkiye/Turcja/Turkey;GE:Georgia/Gruzja;AM:Armenia;"
    "US:United States/Stany Zjednoczone/USA/United States of America;CA:Canada/Kanada;AU:Australia;"
    "NZ:New Zealand/Nowa Zelandia;IN:India/Indie;CN:China/Chiny;JP:Japan/Japonia;"
    "BR:Brazil/Brazylia;MX:Mexico/Meksyk"
)
NAMES: Mapping[str, str] = {
    name.casefold(): entry[:2] for entry in _NAMES.split(";") for name in entry[3:].split("/")
}
_AUTHORITY = re.compile(r"/authority/country/(?P<code>[A-Z0-9]{3})\Z")


def country_code(written: str) -> str:
    """ISO 3166-1 alpha-2 of a code or an address of the EU's list; "" for anything else (`XX`, a name)."""
    found = _AUTHORITY.search(written)
    code = found["code"] if found else written.strip().upper()
    if code in ALPHA2:
        return code
    return ALPHA3.get(code, "")


def country_named(written: str) -> str:
    """The code of a country whose name somebody wrote, in English or Polish; "" when it is not known."""
    return NAMES.get(" ".join(written.split()).casefold(), "")
